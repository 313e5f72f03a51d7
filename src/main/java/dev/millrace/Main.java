package dev.millrace;

import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the command line and returns its exit code. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... args) {
        System.out.println("millrace");
    }
}
