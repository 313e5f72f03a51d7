package dev.millrace.bench.endtoend;

import dev.millrace.doubles.mongo.ReplaySource;
import java.io.BufferedReader;
import java.io.IOException;

/** The replay source as a process, which serves the collection shop.orders until it is closed. */
final class Replay implements AutoCloseable {

    private final Process process;
    private final int port;
    private final int documents;
    private final long bytes;

    private Replay(Process process, String[] told) {
        this.process = process;
        this.port = Integer.parseInt(told[0]);
        this.documents = Integer.parseInt(told[1]);
        this.bytes = Long.parseLong(told[2]);
    }

    static Replay start(DocumentKind kind, int count) throws IOException {
        Process process = new ProcessBuilder(JavaCommand.of(ReplaySource.class, "shop.orders", kind.generated(count)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        String first = out.readLine();
        if (first == null) {
            throw new IllegalStateException("the replay source did not start");
        }
        return new Replay(process, first.split(" "));
    }

    String uri() {
        return "mongodb://127.0.0.1:" + port + "/";
    }

    int documents() {
        return documents;
    }

    double megabytes() {
        return bytes / 1e6;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }
}
