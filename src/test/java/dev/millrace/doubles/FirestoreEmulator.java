package dev.millrace.doubles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Google's own emulator of Firestore, where the Cloud SDK is installed with it; it forgets everything when stopped. */
public final class FirestoreEmulator implements AutoCloseable {

    private static final String JAR = "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar";

    private final Path jar;
    private final int port;
    private Process process;

    private FirestoreEmulator(Path jar) throws IOException {
        this.jar = jar;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        restart();
    }

    /** Empty where it is not installed. */
    public static Optional<FirestoreEmulator> start() {
        return CloudSdk.file(JAR).map(jar -> {
            try {
                return new FirestoreEmulator(jar);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** As in FIRESTORE_EMULATOR_HOST. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    /** Starts it again after {@link #stop}, empty. */
    public void restart() {
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            jar.toString(),
                            "com.google.cloud.datastore.emulator.firestore.CloudFirestore",
                            "--host",
                            "127.0.0.1",
                            "--port",
                            Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Eventually.until("the emulator listens", () -> !process.isAlive() || isListening());
        if (!process.isAlive()) {
            throw new IllegalStateException("the emulator ended with " + process.exitValue());
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 100);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    /** Keeps its connections and answers nothing. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
