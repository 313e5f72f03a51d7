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
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /** Its place is saved at the beginning only, and at the end, to which it does not come. */
    private RunningMillrace stream() {
        RunningMillrace running = Millrace.in(directory)
                .withVariable("STREAM_SAVE_EVERY", "1d")
                .withVariable("STREAM_SAVE_EVENTS", "1000000")
                .start("stream", "--to", "file:events", "--resume-store", redis.uri(), "--http-port", "off", "--json");
        started.add(running);
        return running;
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
        try (Socket socket = new Socket("127.0.0.1", redis.port())) {
            String command = "HSET millrace:{stream:" + STREAM + "} until 0\r\nQUIT\r\n";
            socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith(":0");
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
