package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.pubsub.v1.PubsubMessage;
import dev.millrace.config.stream.Salt;
import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.pubsub.PubSubDouble;
import dev.millrace.transform.EventDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `stream` as a process of its own, from the double of MongoDB to the double of Pub/Sub. */
class StreamPubSubIT {

    private static final String TOPIC = "projects/my-project/topics/orders-changes";
    private static final String REJECTED = "projects/my-project/topics/rejected";
    private static final boolean SOAK = Boolean.getBoolean("millrace.soak");
    private static final int KILLS = SOAK ? 20 : 3;

    /** Events between two kills, at least; 50,000 in all in a soak. */
    private static final int LEAST = SOAK ? 2_000 : 300;

    private final MongoDouble mongo = new MongoDouble().start();
    private final PubSubDouble pubSub = PubSubDouble.start().withTopic(TOPIC).withTopic(REJECTED);
    private final List<RunningMillrace> started = new ArrayList<>();

    @TempDir
    Path directory;

    @BeforeEach
    void configure() throws IOException {
        Files.createDirectories(directory.resolve("schemas/order"));
        Files.writeString(directory.resolve("schemas/order/1.json"), """
                {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
                 "properties": {"total": {"type": "integer", "minimum": 0}}, "required": ["total"]}
                """);
        Files.writeString(directory.resolve("config.yaml"), """
                mongodb:
                  connections:
                    main:
                      uri: %s
                      database: shop
                      sources:
                        orders: {collection: orders, topic: orders-changes, document_type: order}
                  collections:
                    - name: orders
                      deduplication: {memory_max_size: 10000}
                pubsub:
                  project_id: my-project
                  publisher:
                    batch_settings: {max_messages: 50, max_latency: 5ms}
                    circuit_breaker: {failure_threshold: 1, reset_timeout: 0.5}
                    retry: {deadline: 1s, request_timeout: 1s}
                    dead_letter_topic: rejected
                documents:
                  schemas: schemas
                  salt: ${TEST_SALT:pepper}
                  types:
                    order:
                      transforms:
                        pre_validation: [{remove: [customer.ssn]}]
                        post_validation: [{mask: {fields: [customer.phone], keep_last: 4}}]
                """.formatted(mongo.uri()));
    }

    @AfterEach
    void stop() {
        started.forEach(RunningMillrace::close);
        pubSub.close();
        mongo.close();
    }

    @Test
    void publishesDocumentsAsTheyAreToBeSeenAndSetsAsideWhatIsNotValid() {
        RunningMillrace running = stream();
        running.awaitLine("STREAMING");

        mongo.insert("shop.orders", order(1, 5), order(2, -5), order(3, 7));
        Eventually.until("two messages", () -> distinct(TOPIC).size() == 2);
        Eventually.until("one that is set aside", () -> distinct(REJECTED).size() == 1);
        Millrace.Result result = running.terminate();

        assertThat(result.exitCode()).as(result.toString()).isZero();
        String message = pubSub.stored(TOPIC).getFirst().getData().toStringUtf8();
        assertThat(message).contains("\"total\"").doesNotContain("123-45-6789", "555-0001");
        assertThat(message).contains("0001");
        assertThat(pubSub.stored(TOPIC).getFirst().getAttributesMap())
                .containsEntry("schemaVersion", "1")
                .containsKeys("eventId", "operation", "documentId");
        assertThat(pubSub.stored(REJECTED).getFirst().getAttributesMap().get("reason"))
                .contains("total")
                .doesNotContain("-5");
        assertThat(result.out()).contains("EventRejected").doesNotContain("123-45-6789");
    }

    @Test
    void tellsTheDeadLetterTopicNoContentsWhereThatIsToHaveClaims() throws IOException {
        Path file = directory.resolve("config.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "dead_letter_topic: rejected",
                                "dead_letter_topic: rejected\n    dead_letter_contents: claim"));
        RunningMillrace running = stream("--rejects", "set-aside");
        running.awaitLine("STREAMING");

        mongo.insert("shop.orders", order(1, -5));
        Eventually.until("one that is set aside", () -> distinct(REJECTED).size() == 1);
        Millrace.Result result = running.terminate();

        assertThat(result.exitCode()).as(result.toString()).isZero();
        PubsubMessage claim = pubSub.stored(REJECTED).getFirst();
        String place = BsonDocument.parse(claim.getData().toStringUtf8())
                .getString("kept")
                .getValue();
        BsonDocument kept = BsonDocument.parse(Files.readString(directory.resolve(place)));
        String token = kept.getString("eventId").getValue();
        assertThat(kept.getDocument("event").getDocument("fullDocument")).isEqualTo(order(1, -5));
        assertThat(claim.getAttributesMap())
                .containsEntry("claim", "true")
                .containsEntry(
                        "eventId",
                        EventDigest.salted(Optional.of(new Salt("pepper"))).of(token));
        assertThat(claim.getAttributesMap().toString() + claim.getData().toStringUtf8())
                .contains("set-aside/", "total")
                .doesNotContain("123-45-6789", "555-0001", "-5", token);
    }

    @Test
    void killedAtAnyInstantEverySubscriberGetsEveryEventInItsOrder() {
        SplittableRandom random = new SplittableRandom(20_260_101);
        RunningMillrace running = stream();
        running.awaitLine("STREAMING");
        int next = 1;
        for (int kill = 0; kill < KILLS; kill++) {
            int upTo = next + LEAST + random.nextInt(1_000);
            insert(next, upTo);
            int seen = random.nextInt(next, upTo);
            Eventually.until(seen + " events", () -> distinct(TOPIC).size() >= seen);
            running.killNow();
            next = upTo + 1;
            running = stream();
        }
        int last = next - 1;
        Eventually.until(last + " events", () -> distinct(TOPIC).size() == last);
        running.awaitLine("STREAMING");

        assertThat(running.terminate().exitCode()).isZero();
        lanes().forEach((lane, ids) -> assertThat(ids).as(lane).isSorted());
    }

    @Test
    void aPubSubThatIsAwayStopsTheStreamAndLosesNothing() {
        RunningMillrace running = stream();
        running.awaitLine("STREAMING");
        insert(1, 50);
        Eventually.until("50 events", () -> distinct(TOPIC).size() == 50);

        pubSub.shut();
        insert(51, 200);
        running.awaitLine("BACKING_OFF");
        pubSub.open();

        Eventually.until("200 events", () -> distinct(TOPIC).size() == 200);
        assertThat(running.terminate().exitCode()).isZero();
        lanes().forEach((lane, ids) -> assertThat(ids).as(lane).isSorted());
    }

    @Test
    void isStoppedWhileItWaitsForAPubSubThatIsAway() {
        RunningMillrace running = stream("--shutdown-timeout", "2s");
        running.awaitLine("STREAMING");
        pubSub.shut();
        insert(1, 200);
        running.awaitLine("BACKING_OFF");

        Millrace.Result result = running.terminate();
        pubSub.open();
        RunningMillrace again = stream();
        Eventually.until("200 events", () -> distinct(TOPIC).size() == 200);
        again.awaitLine("STREAMING");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(again.terminate().exitCode()).isZero();
    }

    @Test
    void saysWhichTopicIsMissingAndHowToMakeIt() throws IOException {
        Path file = directory.resolve("config.yaml");
        Files.writeString(file, Files.readString(file).replace("topic: orders-changes", "topic: nowhere"));
        RunningMillrace running = stream();
        running.awaitLine("STREAMING|FAILED");
        insert(1, 1);

        Millrace.Result result = running.await();

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.err()).contains("nowhere", "millrace setup");
    }

    private RunningMillrace stream(String... more) {
        List<String> arguments = new ArrayList<>(List.of("stream", "--http-port", "off", "--json"));
        arguments.addAll(List.of(more));
        RunningMillrace running = Millrace.in(directory)
                .withVariable("PUBSUB_EMULATOR_HOST", pubSub.host())
                .start(arguments.toArray(String[]::new));
        started.add(running);
        return running;
    }

    private void insert(int from, int to) {
        mongo.insert(
                "shop.orders",
                IntStream.rangeClosed(from, to).mapToObj(id -> order(id, id)).toArray(BsonDocument[]::new));
    }

    private static BsonDocument order(int id, int total) {
        return new BsonDocument("_id", new BsonInt32(id))
                .append("total", new BsonInt32(total))
                .append(
                        "customer",
                        new BsonDocument("ssn", new BsonString("123-45-6789"))
                                .append("phone", new BsonString("555-0001")));
    }

    /** By event, what a subscriber keeps that leaves out what it has seen. */
    private Map<String, PubsubMessage> distinct(String topic) {
        Map<String, PubsubMessage> distinct = new LinkedHashMap<>();
        pubSub.stored(topic)
                .forEach(message ->
                        distinct.putIfAbsent(message.getAttributesMap().get("eventId"), message));
        return distinct;
    }

    private Map<String, List<Integer>> lanes() {
        Map<String, List<Integer>> lanes = new TreeMap<>();
        Collection<PubsubMessage> messages = distinct(TOPIC).values();
        messages.forEach(message -> lanes.computeIfAbsent(message.getOrderingKey(), key -> new ArrayList<>())
                .add(Integer.valueOf(message.getAttributesMap().get("documentId"))));
        return lanes;
    }
}
