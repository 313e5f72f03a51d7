package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.RedisProcess;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.state.DedupStore;
import dev.millrace.state.redis.RedisDedupStore;
import dev.millrace.state.redis.RedisSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `stream` as a process of its own whose place, and what it published, is kept in Redis. */
class StreamPlacesIT {

    private static final String STREAM = "main.orders";

    private final MongoDouble mongo = new MongoDouble().start();
    private final List<RunningMillrace> started = new ArrayList<>();
    private RedisProcess redis;

    @TempDir
    Path directory;

    @BeforeEach
    void startRedis() throws IOException {
        redis = RedisProcess.start(Files.createDirectory(directory.resolve("redis")));
        Files.writeString(directory.resolve("config.yaml"), """
                mongodb:
                  connections:
                    main:
                      uri: %s
                      sources: {orders: {database: shop, collection: orders}}
                  collections:
                    - name: orders
                      deduplication: {persistent_enabled: true}
                """.formatted(mongo.uri()));
    }

    @AfterEach
    void stop() {
        started.forEach(RunningMillrace::close);
        redis.close();
        mongo.close();
    }

    @Test
    void repeatsNothingThatAKilledProcessHadPublishedBehindItsSavedPlace() {
        RunningMillrace first = stream();
        first.awaitLine("STREAMING");
        RunningMillrace standby = stream();
        standby.awaitLine("STANDBY");
        insert(1, 500);
        Eventually.until("500 events", () -> ids().size() == 500);
        awaitRemembered(500);

        first.killNow();
        endLease();
        standby.awaitLine("STREAMING");
        insert(501, 510);
        Eventually.until("the last event", () -> ids().contains(510));

        assertThat(ids())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 510).boxed().toList());
        assertThat(standby.terminate().exitCode()).isZero();
    }

    /** As Kubernetes sees the second pod: it counts as available, and its end is no failure. */
    @Test
    void aProcessThatWaitsIsReadyAndEndsInOrderWhileAnotherHasTheStream() throws IOException {
        RunningMillrace first = stream();
        first.awaitLine("STREAMING");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        RunningMillrace standby = stream(Map.of("RUN_HOST", "second-pod"), Integer.toString(port));
        standby.awaitLine("STANDBY");

        Eventually.until("ready", () -> get(port, "/readiness").statusCode() == 200);
        assertThat(get(port, "/health")).satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("standby: another process has the stream");
        });
        assertThat(get(port, "/metrics").body())
                .contains("millrace_stream_state{state=\"standby\",stream=\"main.orders\"} 1.0");
        assertThat(standby.terminate().exitCode()).isZero();
        insert(1, 10);
        Eventually.until("10 events", () -> ids().size() == 10);
        RunningMillrace next = stream(Map.of("RUN_HOST", "third-pod"), "off");
        next.awaitLine("STANDBY");
        assertThat(first.terminate().exitCode()).isZero();
        next.awaitLine("STREAMING");
        assertThat(owner()).startsWith("third-pod/");
        assertThat(next.terminate().exitCode()).isZero();
    }

    /** Its place is saved at the beginning only, and at the end, to which it does not come. */
    private RunningMillrace stream() {
        return stream(Map.of("STREAM_SAVE_EVERY", "1d", "STREAM_SAVE_EVENTS", "1000000"), "off");
    }

    private RunningMillrace stream(Map<String, String> variables, String port) {
        Millrace millrace = Millrace.in(directory);
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            millrace = millrace.withVariable(variable.getKey(), variable.getValue());
        }
        RunningMillrace running = millrace.start(
                "stream", "--to", "file:events", "--resume-store", redis.uri(), "--http-port", port, "--json");
        started.add(running);
        return running;
    }

    private static HttpResponse<String> get(int port, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitRemembered(int count) {
        try (DedupStore store = RedisDedupStore.open(RedisSettings.of(redis.uri()), Duration.ofHours(1))) {
            Eventually.until(
                    "the events are remembered",
                    () -> store.pages(STREAM, 0, 0, 1_000).stream()
                                    .mapToInt(page -> page.ids().size())
                                    .sum()
                            == count);
        }
    }

    /** As half a minute without a sign of life does. */
    private void endLease() {
        assertThat(asked("HSET millrace:{stream:" + STREAM + "} until 0")).startsWith(":0");
    }

    private String owner() {
        return asked("HGET millrace:{stream:" + STREAM + "} owner")
                .lines()
                .toList()
                .get(1);
    }

    /** What Redis says to a command. */
    private String asked(String command) {
        try (Socket socket = new Socket("127.0.0.1", redis.port())) {
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void insert(int from, int to) {
        mongo.insert(
                "shop.orders",
                IntStream.rangeClosed(from, to)
                        .mapToObj(id -> new BsonDocument("_id", new BsonInt32(id)))
                        .toArray(BsonDocument[]::new));
    }

    private List<Integer> ids() {
        Path file = directory.resolve("events/" + STREAM + ".jsonl");
        try {
            return Files.exists(file)
                    ? Files.readString(file)
                            .lines()
                            .filter(line -> line.endsWith("}}"))
                            .map(line -> BsonDocument.parse(line)
                                    .getDocument("data")
                                    .getDocument("documentKey")
                                    .getInt32("_id")
                                    .getValue())
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
