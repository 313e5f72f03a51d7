package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run lets Kubernetes and Prometheus see, and that it opens no port unasked. */
class HttpPortIT {

    /** Names of {@link dev.millrace.observe.EventMetrics}, as Prometheus shows them. */
    private static final List<String> METRICS = List.of(
            "millrace_documents_written_total",
            "millrace_documents_rejected_total",
            "millrace_source_bytes_total",
            "millrace_target_bytes_total",
            "millrace_chunks_total{state=\"committed\"}",
            "millrace_chunk_seconds",
            "millrace_documents_per_second",
            "millrace_documents_in_flight",
            "millrace_memory_bytes");

    private static final String LISTENING = "0A";

    @TempDir
    Path directory;

    @Test
    void servesHealthReadinessAndMetricsWhileItRuns() {
        int port = freePort();
        try (RunningMillrace running = start("--http-port", Integer.toString(port))) {
            running.awaitLine("ChunkCommitted");

            assertThat(get(port, "/health")).satisfies(answer -> {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("\"status\": \"UP\"");
            });
            assertThat(get(port, "/readiness").statusCode()).isEqualTo(200);
            assertThat(get(port, "/metrics")).satisfies(answer -> {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains(METRICS);
            });
            assertThat(get(port, "/").body()).contains("No streams run in this process");
            assertThat(listening(running)).containsExactly(port);
            assertThat(running.terminate().exitCode()).isEqualTo(130);
        }
    }

    @Test
    void opensNoPortUnasked() {
        try (RunningMillrace running = start()) {
            running.awaitLine("ChunkCommitted");

            assertThat(listening(running)).isEmpty();
        }
    }

    /** In a pod, `kubectl exec … millrace status` has the environment of the run. */
    @Test
    void whatIsCalledBesideARunLeavesItsPortAlone() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            Millrace.Result result = Millrace.in(directory)
                    .withVariable("RUN_HTTP_PORT", Integer.toString(taken.getLocalPort()))
                    .run("status");

            assertThat(result.exitCode()).as(result.toString()).isZero();
            assertThat(result.out()).contains("no runs yet");
        }
    }

    /** A run that lasts until it is stopped. */
    private RunningMillrace start(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "export",
                "--from",
                "generated:orders?count=1000000000",
                "--to",
                "null:",
                "--format",
                "jsonl",
                "--chunk-size",
                "10000",
                "--workers",
                "1",
                "--json"));
        all.addAll(List.of(more));
        return Millrace.in(directory).start(all.toArray(String[]::new));
    }

    private static HttpResponse<String> get(int port, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The TCP ports that the process listens on, by what Linux says in proc(5). */
    private static Set<Integer> listening(RunningMillrace running) {
        Path process = Path.of("/proc", Long.toString(running.pid()));
        Set<String> sockets = sockets(process);
        Set<Integer> ports = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            try (Stream<String> lines = Files.lines(process.resolve("net").resolve(table))) {
                lines.skip(1)
                        .map(line -> line.strip().split(" +"))
                        .filter(fields -> fields[3].equals(LISTENING) && sockets.contains("socket:[" + fields[9] + "]"))
                        .forEach(fields ->
                                ports.add(Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ports;
    }

    private static Set<String> sockets(Path process) {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                sockets.add(target(descriptor));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sockets;
    }

    /** What a descriptor stands for; nothing when it was closed meanwhile. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
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
