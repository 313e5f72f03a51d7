package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.source.generated.Datasets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** `seed` as a process of its own, into the double. */
class SeedIT {

    private static final int KILLS = Boolean.getBoolean("millrace.soak") ? 20 : 3;

    /** As many inserts as half of a run's chunks between two kills. */
    private static final int LATEST_KILL = 10;

    private final MongoDouble mongo = new MongoDouble().start();
    private final SplittableRandom random = new SplittableRandom(20_260_101);

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        mongo.close();
    }

    @Test
    void fillsACollectionWithUsers() {
        Millrace.Result result = seed("users", "-n", "app.users", "--count", "10k", "--chunk-size", "2500");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .containsPattern("read +10,000 documents")
                .containsPattern("written +10,000 documents")
                .containsPattern("chunks +4 of 4");
        List<BsonDocument> users = mongo.documents("app.users");
        assertThat(users)
                .hasSize(10_000)
                .allSatisfy(user -> assertThat(user.keySet()).containsExactly("_id", "username", "email", "age"));
    }

    @Test
    void aFinishedRunSaysSoAndARestartFindsEveryDocumentThere() {
        String[] arguments = {"users", "-n", "app.users", "--count", "1_000"};
        seed(arguments);

        Millrace.Result again = seed(arguments);
        Millrace.Result restarted = seed("users", "-n", "app.users", "--count", "1_000", "--restart", "--workers", "1");

        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("was done already");
        assertThat(restarted.exitCode()).isZero();
        assertThat(restarted.out()).contains("1,000 of the documents were in the target already, byte for byte");
        assertThat(mongo.documents("app.users")).hasSize(1_000);
    }

    @Test
    void killedAndResumedTheDocumentsAreThoseOfAnUndisturbedRun() {
        // Time for the kill to hit while the command is under way.
        mongo.faults().on("insert").always().delay(Duration.ofMillis(30));
        int count = 2_000 * KILLS;
        Arguments run = arguments("users", "-n", "app.users", "--count", "" + count, "--chunk-size", "250")
                .and("--batch-size", "100", "--workers", "3");
        int kills = 0;
        boolean killed = true;
        while (killed && kills < KILLS) {
            killed = killed(run);
            kills += killed ? 1 : 0;
        }

        Millrace.Result last = Millrace.in(directory).run(run.all());

        assertThat(kills).isPositive();
        assertThat(last.exitCode()).as(last.err()).isZero();
        mongo.faults().clear();
        Millrace.Result undisturbed = seed("users", "-n", "app.undisturbed", "--count", "" + count);
        assertThat(undisturbed.exitCode()).as(undisturbed.err()).isZero();
        assertThat(mongo.documents("app.users")).hasSize(count).isEqualTo(mongo.documents("app.undisturbed"));
    }

    @Test
    void aDifferentDocumentUnderTheSameIdIsRejectedAndTheExitCodeTells() {
        seed("users", "-n", "app.users", "--count", "10");
        BsonValue id = mongo.documents("app.users").getFirst().get("_id");
        mongo.insert("other.users", new BsonDocument("_id", id));

        Millrace.Result result = seed("users", "-n", "other.users", "--count", "10");
        Millrace.Result replaced = seed("users", "-n", "other.users", "--count", "10", "--on-conflict", "replace");

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.out()).containsPattern("written +9 documents").containsPattern("rejected +1");
        assertThat(rejects()).contains("the target has another document under its _id");
        assertThat(replaced.exitCode()).as(replaced.err()).isZero();
        assertThat(mongo.documents("other.users")).isEqualTo(mongo.documents("app.users"));
    }

    @Test
    void dropEmptiesTheCollectionFirst() {
        mongo.insert("app.users", BsonDocument.parse("{_id: 1}"));

        Millrace.Result result = seed("users", "-n", "app.users", "--count", "100", "--drop");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(mongo.documents("app.users")).hasSize(100);
    }

    @Test
    void everyBsonTypeArrives() {
        Millrace.Result result = seed("types", "-n", "app.types", "--count", "500");

        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        assertThat(mongo.documents("app.types")).hasSize(500);
    }

    @Test
    void withoutAcknowledgementTheSummarySaysThatNothingIsProved() {
        Millrace.Result result = seed("users", "-n", "app.users", "--count", "1000", "--write-concern", "0");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("the target confirmed no write");
        Eventually.until("all have arrived", () -> mongo.documents("app.users").size() == 1_000);
    }

    @Test
    void theNamesOfOlderToolsWork() {
        Millrace.Result result = Millrace.in(directory)
                .withVariable("MONGO_URI", mongo.uri())
                .withVariable("MONGO_DB", "app")
                .withVariable("AMOUNT_USERS_SEED", "300")
                .withVariable("CONCURRENT_WORKERS", "2")
                .withVariable("BATCH_SIZE", "100")
                .run("seed", "users");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(mongo.documents("app.users")).hasSize(300);
        assertThat(mongo.recorded().commands("insert")).hasSize(3);
    }

    @Test
    void aDatabaseGetsAllRelatedCollectionsWithTheirIndexes() {
        Millrace.Result result = seed("service-orders", "-n", "shop", "--count", "500");

        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        assertThat(result.out()).containsPattern("written +951 documents");
        assertThat(mongo.documents("shop.orders")).hasSize(500);
        assertThat(mongo.documents("shop.vehicles")).hasSize(250);
        assertThat(mongo.documents("shop.customers")).hasSize(200);
        assertThat(mongo.documents("shop.dealers")).hasSize(1);
        assertThat(mongo.documents("shop.customers"))
                .extracting(customer -> customer.get("_id"))
                .containsAll(mongo.documents("shop.orders").stream()
                        .map(order -> order.getDocument("customer").get("_id"))
                        .toList());
        assertThat(mongo.recorded().count("createIndexes")).isPositive();
    }

    @Test
    void aDefinitionOfOnesOwnIsSeededEvenlyAtARate() throws Exception {
        Files.writeString(
                directory.resolve("cats.yaml"), "document:\n  _id: {$int: index}\n  name: {$pick: [Minka, Tom]}\n");

        Millrace.Result result = seed("--definition", "cats.yaml", "-n", "app", "--count", "300", "--rate", "200/s");

        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        assertThat(mongo.documents("app.cats")).hasSize(300).allMatch(cat -> cat.containsKey("name"));
        assertThat(mongo.recorded().count("insert")).isGreaterThanOrEqualTo(300 / 8);
        Millrace.Result exported = Millrace.in(directory)
                .run("export", "--from", "generated:?definition=cats.yaml&count=20", "--to", "null:");
        assertThat(exported.out()).containsPattern("written +20 documents");
        Files.writeString(
                directory.resolve("cats.yaml"), "document:\n  _id: {$int: index}\n  age: {$int: {min: old, max: 3}}\n");
        Millrace.Result wrong = seed("--definition", "cats.yaml", "-n", "app");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("field age (line 3)", "needs a number", "--show-definition");
    }

    @Test
    void aCollectionCanBeImitatedAndTheDefinitionShown() {
        seed("users", "-n", "app.users", "--count", "1000");
        String like = mongo.uri().replaceFirst("/(\\?|$)", "/app.users$1");

        Millrace.Result shown = seed("--like", like, "--dry-run");
        Millrace.Result result = seed("--like", like, "-n", "copy.people", "--count", "500");
        Millrace.Result again = seed("--like", like, "-n", "copy.people", "--count", "500");

        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out())
                .startsWith("# Inferred from a sample of 1000 documents of app.users.")
                .contains("username:");
        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        assertThat(again.out()).contains("was done already");
        assertThat(mongo.documents("copy.people"))
                .hasSize(500)
                .allSatisfy(user -> assertThat(user.keySet()).containsExactly("_id", "username", "email", "age"));
    }

    @Test
    void changesAreCarriedOutAndTheJournalHoldsThemInOrder() throws Exception {
        String[] data = {"users", "-n", "app.users", "--count", "1000"};
        Millrace.Result unseeded = seed("users", "-n", "app.users", "--count", "1000", "--changes", "10/s");
        seed(data);

        Millrace.Result result = Millrace.in(directory)
                .run(arguments(data)
                        .and("--changes", "2000/s", "--duration", "1s", "--journal", "journal.jsonl", "--json")
                        .all());

        assertThat(unseeded.exitCode()).isEqualTo(3);
        assertThat(unseeded.err()).contains("does not hold the 1000 documents", "seed it first");
        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        BsonDocument summary = BsonDocument.parse(result.out());
        List<BsonDocument> journal = Files.readAllLines(directory.resolve("journal.jsonl")).stream()
                .map(BsonDocument::parse)
                .toList();
        long inserted = summary.getNumber("inserted").longValue();
        long deleted = summary.getNumber("deleted").longValue();
        assertThat(journal)
                .hasSize(
                        (int) (inserted + deleted + summary.getNumber("updated").longValue()))
                .hasSizeBetween(500, 2000);
        assertThat(mongo.documents("app.users")).hasSize((int) (1000 + inserted - deleted));
        Map<BsonValue, Long> last = new HashMap<>();
        for (BsonDocument line : journal) {
            long sequence = line.getNumber("sequence").longValue();
            Long before = last.put(line.get("_id"), sequence);
            assertThat(before == null || before < sequence).isTrue();
            if (!line.getString("operation").getValue().equals("update")) {
                last.put(line.get("_id"), 0L);
            }
        }
        for (BsonDocument user : mongo.documents("app.users")) {
            long revision = user.getNumber("revision", new BsonInt64(0)).longValue();
            assertThat(last.getOrDefault(user.get("_id"), 0L)).isEqualTo(revision);
        }
    }

    @Test
    void helpNamesEveryDataSet() {
        assertThat(Millrace.in(directory).run("seed", "--help").out()).contains(Datasets.names());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            seed -n a.b --to URI                             | no data set is given             | --definition
            seed nothing --to URI -n a.b                     | there is no data set 'nothing'   | users
            seed users --to URI                              | no collection is given           | --namespace
            seed users -n a.b                                | no target is given               | MONGO_URI
            seed users -n a.b --to file:out                  | --to has a form that is not      | mongodb://
            seed users -n a.* --to URI                       | fills one collection             | --namespace
            seed users -n a.b --to URI --rate fast           | --rate: 'fast' is not            | 500k
            seed users -n a.b --to URI --rate 5/s --processes 2 | kept by one process           | --processes
            seed users -n a.b --to URI --indexes before      | --indexes: 'before' is not       | first, last, none
            seed users -n a.b --to URI --changes 5/s --mix drop=1 | 'drop=1' is no kind         | insert=20
            seed users -n a.b --to URI --duration 3m         | belongs to a change workload     | --changes
            seed users -n a.b --to URI --changes 5/s --dry-run | --changes has no --dry-run     | one of them
            seed users -n a.b --to URI --changes 5/s --duration 3 | '3' is not a length of time | 10m
            seed --like URI -n a.b --to URI                  | names no collection              | database.collection
            seed --like URI --definition x -n a.b --to URI   | exclude each other               | one of them
            seed --show-definition types                     | has no definition                | users
            seed users -n a.b --to URI --count some          | --count: 'some' is not           | 61M
            seed users -n a.b --to URI --batch-size 100001   | a batch of 100001 documents      | from 1 to 100000
            seed users -n a.b --to URI --write-concern 2     | --write-concern: '2' is not      | 0, 1, majority
            seed users -n a.b --to URI --on-conflict merge   | --on-conflict: 'merge' is not    | fail, keep, replace
            seed users -n a.b --to URI --write-concern 0 --on-conflict replace | without acknowledgement | --write-concern 1
            """)
    void argumentsThatMakeNoSenseAreRefusedWithProblemAndRemedy(String arguments, String problem, String remedy) {
        Millrace.Result result =
                Millrace.in(directory).run(arguments.replace("URI", mongo.uri()).split(" "));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("error: ").contains(problem),
                        line -> assertThat(line).startsWith(" hint: ").contains(remedy));
        assertThat(mongo.recorded().commands("insert")).isEmpty();
    }

    /** True where the kill hit; false where the run was done before. */
    private boolean killed(Arguments run) {
        try (RunningMillrace running = Millrace.in(directory).start(run.all())) {
            long point = mongo.recorded().count("insert") + random.nextInt(1, LATEST_KILL);
            Eventually.until(
                    "the process is over or far enough to be killed",
                    () -> !running.isAlive() || mongo.recorded().count("insert") >= point);
            return running.killNow().exitCode() != 0;
        }
    }

    private Millrace.Result seed(String... arguments) {
        return Millrace.in(directory).run(arguments(arguments).all());
    }

    private Arguments arguments(String... arguments) {
        return Arguments.of("seed").and(arguments).and("--to", mongo.uri());
    }

    private String rejects() {
        StringBuilder text = new StringBuilder();
        for (byte[] file : Millrace.files(directory.resolve("rejects")).values()) {
            text.append(new String(file, StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
