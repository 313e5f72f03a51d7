package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.pubsub.v1.PubsubMessage;
import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.pubsub.PubSubDouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `stream` against the journal of `seed --changes`, which inserts, updates and deletes meanwhile. All are processes of their own. */
class StreamWorkloadIT {

    private static final String TOPIC = "projects/my-project/topics/users";
    private static final boolean SOAK = Boolean.getBoolean("millrace.soak");
    private static final int KILLS = SOAK ? 20 : 3;

    /** Events between two kills, at least; 50,000 in all in a soak. */
    private static final int LEAST = SOAK ? 2_500 : 200;

    private final MongoDouble mongo = new MongoDouble().start();
    private final PubSubDouble pubSub = PubSubDouble.start().withTopic(TOPIC);
    private final List<RunningMillrace> started = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        started.forEach(RunningMillrace::close);
        pubSub.close();
        mongo.close();
    }

    @Test
    void killedAtAnyInstantTheSubscriberGetsEveryChangeOfEachDocumentOnceAndInItsOrder() throws IOException {
        SplittableRandom random = new SplittableRandom(20_261_121);
        Millrace.Result seeded = Millrace.in(directory).run(seed());
        assertThat(seeded.exitCode()).as(seeded.toString()).isZero();
        RunningMillrace running = stream();
        running.awaitLine("STREAMING");
        RunningMillrace workload = start(seed("--changes", "3000/s", "--journal", "journal.jsonl"));

        int seen = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int next = seen + LEAST + random.nextInt(200);
            Eventually.within(RunningMillrace.PATIENCE, next + " events", () -> arrived() >= next);
            running.killNow();
            seen = arrived();
            running = stream();
        }
        Millrace.Result changed = workload.terminate();
        assertThat(changed.exitCode()).as(changed.toString()).isIn(0, 130, 143);
        Map<BsonValue, List<String>> journal = journal();
        int changes = journal.values().stream().mapToInt(List::size).sum();
        Eventually.within(RunningMillrace.PATIENCE, changes + " events", () -> arrived() >= changes);
        running.awaitLine("STREAMING");

        assertThat(running.terminate().exitCode()).isZero();
        assertThat(changes).isGreaterThanOrEqualTo(KILLS * LEAST);
        assertThat(received()).isEqualTo(journal);
    }

    private String[] seed(String... more) {
        return Arguments.of("seed", "users", "-n", "app.users", "--count", "1000", "--to", mongo.uri(), "--json")
                .and(more)
                .all();
    }

    private RunningMillrace stream() {
        return start(
                "stream",
                "--from",
                mongo.uri(),
                "-n",
                "app.users",
                "--to",
                "pubsub://my-project/users",
                "--http-port",
                "off",
                "--json");
    }

    private RunningMillrace start(String... arguments) {
        RunningMillrace running = Millrace.in(directory)
                .withVariable("PUBSUB_EMULATOR_HOST", pubSub.host())
                .start(arguments);
        started.add(running);
        return running;
    }

    /** What was done to each document, in its order, as the one who did it has written it down. */
    private Map<BsonValue, List<String>> journal() throws IOException {
        Map<BsonValue, List<String>> journal = new HashMap<>();
        for (String line : Files.readAllLines(directory.resolve("journal.jsonl"))) {
            BsonDocument change = BsonDocument.parse(line);
            String operation = change.getString("operation").getValue();
            note(
                    journal,
                    change.get("_id"),
                    operation,
                    change.getNumber("sequence").longValue());
        }
        return journal;
    }

    /** What a subscriber is left with that leaves out what it has seen. */
    private Map<BsonValue, List<String>> received() {
        Map<BsonValue, List<String>> received = new HashMap<>();
        Set<String> known = new HashSet<>();
        for (PubsubMessage message : pubSub.stored(TOPIC)) {
            if (known.add(message.getAttributesOrThrow("eventId"))) {
                BsonDocument event = BsonDocument.parse(message.getData().toStringUtf8());
                String operation = event.getString("operationType").getValue();
                long revision = operation.equals("update")
                        ? event.getDocument("updateDescription")
                                .getDocument("updatedFields")
                                .getNumber("revision")
                                .longValue()
                        : 0;
                note(received, event.getDocument("documentKey").get("_id"), operation, revision);
            }
        }
        return received;
    }

    /** @param revision that an update gives the document: its number in the journal */
    private static void note(Map<BsonValue, List<String>> changes, BsonValue id, String operation, long revision) {
        changes.computeIfAbsent(id, key -> new ArrayList<>())
                .add(operation.equals("update") ? "update to " + revision : operation);
    }

    private int arrived() {
        Set<String> known = new HashSet<>();
        pubSub.stored(TOPIC).forEach(message -> known.add(message.getAttributesOrThrow("eventId")));
        return known.size();
    }
}
