package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.mongo.MongoDouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `stream` as a process of its own, from the double to files. */
class StreamIT {

    private static final boolean SOAK = Boolean.getBoolean("millrace.soak");
    private static final int KILLS = SOAK ? 20 : 3;

    /** Events between two kills, at least; 50,000 in all in a soak. */
    private static final int LEAST = SOAK ? 1_500 : 500;

    private final MongoDouble mongo = new MongoDouble().start();
    private final List<RunningMillrace> started = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        started.forEach(RunningMillrace::close);
        mongo.close();
    }

    @Test
    void publishesWhatChangesUntilItIsToldToStop() {
        RunningMillrace running = stream("-n", "shop.orders");
        running.awaitLine("STREAMING");

        insert(1, 100);
        awaitEvents("shop.orders", 100);
        Millrace.Result result = running.terminate();

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(ids("shop.orders"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 100).boxed().toList());
        assertThat(events("shop.orders").getFirst().getDocument("attributes"))
                .containsKeys("eventId", "operation", "namespace", "documentId", "clusterTime", "contentType");
        assertThat(result.out()).contains("\"STOPPED\"");
    }

    @Test
    void goesOnWhereItWasAndLeavesNoGap() {
        RunningMillrace first = stream("-n", "shop.orders");
        first.awaitLine("STREAMING");
        insert(1, 10);
        awaitEvents("shop.orders", 10);
        first.terminate();
        insert(11, 20);

        stream("-n", "shop.orders");
        awaitEvents("shop.orders", 20);

        assertThat(ids("shop.orders"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    void killedAtAnyInstantEveryEventArrivesInItsOrder() {
        SplittableRandom random = new SplittableRandom(20_260_101);
        RunningMillrace running = stream("-n", "shop.orders");
        running.awaitLine("STREAMING");
        int next = 1;
        for (int kill = 0; kill < KILLS; kill++) {
            int upTo = next + LEAST + random.nextInt(2_000);
            insert(next, upTo);
            int seen = random.nextInt(next, upTo);
            awaitEvents("shop.orders", seen);
            running.killNow();
            next = upTo + 1;
            running = stream("-n", "shop.orders");
        }
        int last = next - 1;
        running.awaitLine("STREAMING");
        Eventually.until("event " + last, () -> ids("shop.orders").contains(last));

        assertThat(new ArrayList<>(new LinkedHashSet<>(ids("shop.orders"))))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, last).boxed().toList());
        assertThat(new HashSet<>(eventIds("shop.orders"))).hasSize(last);
        assertThat(running.terminate().exitCode()).isZero();
    }

    @Test
    void readsItsSourcesFromAFile() throws IOException {
        Files.writeString(directory.resolve("config.yaml"), """
                mongodb:
                  connections:
                    main:
                      uri: ${STREAM_TEST_URI}
                      database: shop
                      sources:
                        orders: {collection: orders, full_document: updateLookup}
                        everything: {pipeline: [{$match: {operationType: insert}}]}
                """);
        RunningMillrace running = start(
                Millrace.in(directory).withVariable("STREAM_TEST_URI", mongo.uri()), "stream", "--to", "file:events");
        running.awaitLine("main.orders.*STREAMING");
        running.awaitLine("main.everything.*STREAMING");

        insert(1, 5);
        mongo.insert("shop.customers", new BsonDocument("_id", new BsonInt32(7)));

        awaitEvents("main.orders", 5);
        awaitEvents("main.everything", 6);
        assertThat(running.terminate().exitCode()).isZero();
    }

    @Test
    void aSecondProcessWaitsAndTakesOver() {
        RunningMillrace first = stream("-n", "shop.orders");
        first.awaitLine("STREAMING");
        RunningMillrace second = stream("-n", "shop.orders");
        second.awaitLine("STANDBY");
        insert(1, 10);
        awaitEvents("shop.orders", 10);

        first.killNow();
        second.awaitLine("STREAMING");
        insert(11, 20);
        awaitEvents("shop.orders", 20);

        assertThat(new HashSet<>(ids("shop.orders"))).hasSize(20);
    }

    @Test
    void aPlaceThatTheServerNoLongerKnowsIsAnErrorThatSaysWhatToDo() {
        RunningMillrace first = stream("-n", "shop.orders");
        first.awaitLine("STREAMING");
        insert(1, 3);
        awaitEvents("shop.orders", 3);
        first.terminate();
        insert(4, 5);
        mongo.history().forgetEverything();

        Millrace.Result failed = stream("-n", "shop.orders").await();
        RunningMillrace anew = stream("-n", "shop.orders", "--on-history-lost", "restart-now");
        anew.awaitLine("begins anew");

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("--on-history-lost");
    }

    @Test
    void publishesWhatIsThereBeforeWhatChanges() {
        insert(1, 3_000);
        RunningMillrace running = stream("-n", "shop.orders", "--snapshot", "initial", "--chunk-size", "500");
        running.awaitLine("SNAPSHOT");
        insert(3_001, 3_100);
        awaitEvents("shop.orders", 3_100);
        running.awaitLine("STREAMING");
        running.killNow();
        insert(3_101, 3_110);
        stream("-n", "shop.orders", "--snapshot", "initial", "--chunk-size", "500");
        awaitEvents("shop.orders", 3_110);

        assertThat(events("shop.orders").stream()
                        .filter(event -> event.getDocument("attributes")
                                .getString("operation")
                                .getValue()
                                .equals("snapshot"))
                        .map(event -> event.getDocument("attributes").get("documentId")))
                .hasSizeBetween(3_000, 3_100)
                .doesNotHaveDuplicates();
    }

    @Test
    void aLostPlaceIsMadeGoodByPublishingEveryDocumentAgain() {
        RunningMillrace first = stream("-n", "shop.orders");
        first.awaitLine("STREAMING");
        insert(1, 3);
        awaitEvents("shop.orders", 3);
        first.terminate();
        insert(4, 5);
        mongo.history().forgetEverything();

        RunningMillrace resynced = stream("-n", "shop.orders", "--on-history-lost", "resync");
        awaitEvents("shop.orders", 5);
        resynced.awaitLine("STREAMING");
        insert(6, 6);

        awaitEvents("shop.orders", 6);
    }

    @Test
    void saysWhatIsWrongWithItsArguments() throws IOException {
        assertThat(refused("--to", "stdout:")).contains("there is nothing to stream");
        assertThat(refused("-n", "shop.orders", "--to", "ftp://x")).contains("--to has a form that is not known");
        assertThat(refused("-n", "shop.orders", "--to", "stdout:", "--from-token", "x"))
                .contains("--from-token: this is not a resume token");
        assertThat(refused("-n", "shop.orders", "--to", "stdout:", "--from-time", "yesterday"))
                .contains("2026-11-21T08:00:00Z");
        Files.writeString(directory.resolve("config.yaml"), """
                mongodb:
                  connections:
                    main:
                      sources: {orders: {colection: orders}}
                """);
        assertThat(refused("--to", "stdout:"))
                .contains(
                        "config.yaml",
                        "line 3",
                        "needs `uri`",
                        "line 4",
                        "mongodb.connections.main.sources.orders.colection");
    }

    private String refused(String... more) {
        List<String> arguments = new ArrayList<>(List.of("stream", "--http-port", "off", "--from", mongo.uri()));
        arguments.addAll(List.of(more));
        Millrace.Result result = Millrace.in(directory).run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        return result.err();
    }

    private RunningMillrace stream(String... more) {
        List<String> arguments = new ArrayList<>(List.of("stream", "--from", mongo.uri(), "--to", "file:events"));
        arguments.addAll(List.of(more));
        return start(Millrace.in(directory), arguments.toArray(String[]::new));
    }

    private RunningMillrace start(Millrace millrace, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--http-port", "off", "--json"));
        RunningMillrace running = millrace.start(all.toArray(String[]::new));
        started.add(running);
        return running;
    }

    private void insert(int from, int to) {
        mongo.insert(
                "shop.orders",
                IntStream.rangeClosed(from, to)
                        .mapToObj(id -> new BsonDocument("_id", new BsonInt32(id)))
                        .toArray(BsonDocument[]::new));
    }

    private void awaitEvents(String stream, int count) {
        Eventually.until(count + " events", () -> new HashSet<>(ids(stream)).size() >= count);
    }

    private List<Integer> ids(String stream) {
        return events(stream).stream()
                .map(event -> event.getDocument("data")
                        .getDocument("documentKey")
                        .getInt32("_id")
                        .getValue())
                .toList();
    }

    private List<String> eventIds(String stream) {
        return events(stream).stream()
                .map(event ->
                        event.getDocument("attributes").getString("eventId").getValue())
                .toList();
    }

    private List<BsonDocument> events(String stream) {
        return lines(stream).stream().map(BsonDocument::parse).toList();
    }

    /** The last line may be half of one that a killed process was writing. */
    private List<String> lines(String stream) {
        Path file = directory.resolve("events/" + stream + ".jsonl");
        try {
            return Files.exists(file)
                    ? Files.readString(file)
                            .lines()
                            .filter(line -> line.endsWith("}}"))
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
