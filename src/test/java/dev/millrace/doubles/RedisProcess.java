package dev.millrace.doubles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A real Redis 6.2 on a port of its own, which can be stopped and started again with its data or without. */
public final class RedisProcess implements AutoCloseable {

    private final Path directory;
    private final String[] settings;
    private final int port = freePort();
    private RedisServer server;
    private String processId = "";

    private RedisProcess(Path directory, String... settings) {
        this.directory = directory;
        this.settings = settings;
        start();
    }

    /** @param settings lines as in redis.conf */
    public static RedisProcess start(Path directory, String... settings) {
        return new RedisProcess(directory, settings);
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts it again; with the data that it had, where it was stopped before and that was not lost. */
    public void start() {
        try {
            RedisServerBuilder builder = RedisServer.newRedisServer()
                    .port(port)
                    .setting("bind 127.0.0.1")
                    .setting("dir " + directory)
                    .setting("appendonly yes")
                    .setting("save \"\"");
            for (String setting : settings) {
                builder.setting(setting);
            }
            server = builder.build();
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stop() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What happens to a Redis without persistence when it is stopped. */
    public void loseData() {
        try {
            Files.deleteIfExists(directory.resolve("appendonly.aof"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps its connections open and answers nothing, as behind a network that swallows packets. */
    public void freeze() {
        processId = askForProcessId();
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    @Override
    public void close() {
        stop();
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, processId).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String askForProcessId() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write("INFO server\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> line.startsWith("process_id:"))
                    .map(line -> line.substring("process_id:".length()))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
