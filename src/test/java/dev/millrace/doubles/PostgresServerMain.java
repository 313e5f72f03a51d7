package dev.millrace.doubles;

import java.util.Map;

/** Runs a real PostgreSQL as a program: prints its URI, and serves until it is killed. */
public final class PostgresServerMain {

    private PostgresServerMain() {}

    public static void main(String[] args) throws InterruptedException {
        PostgresServer server = PostgresServer.start(Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        System.out.println(server.database("shop"));
        Thread.currentThread().join();
    }
}
