package dev.millrace.doubles.pubsub;

import dev.millrace.doubles.CloudSdk;
import dev.millrace.doubles.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Google's own emulator of Pub/Sub, where the Cloud SDK is installed with it. */
public final class PubSubEmulator implements AutoCloseable {

    private static final String JARS = "platform/pubsub-emulator/lib";

    private final Process process;
    private final int port;

    private PubSubEmulator(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Empty where it is not installed. */
    public static Optional<PubSubEmulator> start() {
        return jar().map(PubSubEmulator::start);
    }

    /** As in PUBSUB_EMULATOR_HOST. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    private static PubSubEmulator start(Path jar) {
        try {
            int port = freePort();
            Path log = Files.createTempFile("pubsub-emulator-", ".log");
            log.toFile().deleteOnExit();
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-XX:TieredStopAtLevel=1",
                            "-jar",
                            jar.toString(),
                            "--host=127.0.0.1",
                            "--port=" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Eventually.until("the emulator listens", () -> {
                try {
                    return !process.isAlive() || Files.readString(log).contains("listening on " + port);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            if (!process.isAlive()) {
                throw new IllegalStateException("the emulator ended: " + Files.readString(log));
            }
            return new PubSubEmulator(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> jar() {
        return CloudSdk.file(JARS).flatMap(PubSubEmulator::jarIn);
    }

    private static Optional<Path> jarIn(Path lib) {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(lib, "cloud-pubsub-emulator-*-all.jar")) {
            for (Path jar : jars) {
                return Optional.of(jar);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
