package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.OrderDocuments;
import dev.millrace.sink.mongo.TargetQuestions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** `migrate` from one MongoDB to another, as a process of its own. */
class MigrateMongoIT {

    private static final int KILLS = Boolean.getBoolean("millrace.soak") ? 20 : 3;

    /** As many inserts as half of a run's chunks between two kills. */
    private static final int LATEST_KILL = 10;

    private final MongoDouble source = new MongoDouble().start();
    private final MongoDouble target = new MongoDouble().start();
    private final SplittableRandom random = new SplittableRandom(20_260_401);

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        source.close();
        target.close();
    }

    @Test
    void movesADatabaseWithEverythingThatBelongsToIt() {
        source.load("shop.orders", OrderDocuments.of(3_000));
        source.insert("shop.users", json("{_id: 1, email: 'a@example.org'}"));
        source.create("shop.big", json("{viewOn: 'orders', pipeline: [{$match: {number: {$gt: 10}}}]}"));
        TargetQuestions.createIndexes(
                source,
                "shop.orders",
                "{key: {state: 1}, name: 'state_1'}",
                "{key: {t: 1}, name: 't_1', expireAfterSeconds: 9}");
        TargetQuestions.createIndexes(source, "shop.users", "{key: {email: 1}, name: 'email_1', unique: true}");

        Millrace.Result result = migrate("-n", "shop", "--to-database", "archive", "--chunk-size", "500");
        Millrace.Result again = migrate("-n", "shop", "--to-database", "archive", "--chunk-size", "500");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out())
                .contains("is done")
                .containsPattern("written +3,001 documents")
                .containsPattern("note +archive\\.orders: 1 index built in .* s: state_1")
                .containsPattern("note +archive\\.users: 1 index built in .* s: email_1");
        assertThat(result.err()).contains("index  archive.orders: state_1 built in");
        assertThat(target.documents("archive.orders")).isEqualTo(source.documents("shop.orders"));
        assertThat(TargetQuestions.indexes(target, "archive.orders")).hasSize(3);
        assertThat(TargetQuestions.options(target, "archive.big")
                        .getString("viewOn")
                        .getValue())
                .isEqualTo("orders");
        assertThat(again.out()).contains("was done already");
    }

    @Test
    void theNamesOfOlderToolsWork() {
        source.load("shop.orders", OrderDocuments.of(100));

        Millrace.Result result = Millrace.in(directory)
                .withVariable("COSMOS_DB_CONNECTION_STRING", source.uri())
                .withVariable("COSMOS_DB_NAME", "shop")
                .withVariable("COSMOS_DB_COLLECTION", "orders")
                .withVariable("MONGODB_ATLAS_CONNECTION_STRING", target.uri())
                .withVariable("MONGODB_ATLAS_DB_NAME", "new")
                .withVariable("MONGODB_ATLAS_COLLECTION", "sales")
                .withVariable("MIGRATION_BATCH_SIZE", "40")
                .withVariable("MIGRATION_WORKERS", "1")
                .withVariable("RESUME_FROM_CHECKPOINT", "true")
                .run("migrate");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(target.documents("new.sales")).hasSize(100);
        assertThat(target.recorded().commands("insert")).hasSize(3);
    }

    @Test
    void duplicatesKeepAUniqueIndexOutAndTheSameCommandBuildsItOnceTheyAreGone() {
        source.insert("shop.users", json("{_id: 1, email: 'a@example.org'}"));
        TargetQuestions.createIndexes(source, "shop.users", "{key: {email: 1}, name: 'email_1', unique: true}");
        target.insert("shop.users", json("{_id: 2, email: 'a@example.org'}"));
        target.insert("shop.users", json("{_id: 3, email: 'b@example.org'}"));

        Millrace.Result first = migrate("-n", "shop.users");
        TargetQuestions.delete(target, "shop.users", json("{_id: 2}"));
        Millrace.Result second = migrate("-n", "shop.users");

        assertThat(first.exitCode()).as(first.toString()).isEqualTo(1);
        assertThat(first.out())
                .contains("has moved every document, but not all of the rest; the same command tries it again")
                .contains("index email_1 (email) could not be built", "with the _ids 2 and 1")
                .doesNotContain("example.org");
        assertThat(second.exitCode()).as(second.toString()).isZero();
        assertThat(second.out()).contains("1 index built").doesNotContain("in the target already");
        assertThat(target.recorded().commands("insert")).hasSize(1);
    }

    @Test
    void killedAndResumedTheResultIsThatOfAnUndisturbedRun() {
        int count = 2_000 * KILLS;
        source.load("shop.orders", OrderDocuments.of(count));
        TargetQuestions.createIndexes(source, "shop.orders", "{key: {state: 1}, name: 'state_1'}");
        // Time for the kill to hit while the command is under way.
        target.faults().on("insert").always().delay(Duration.ofMillis(30));
        Arguments run = arguments("-n", "shop.orders", "--chunk-size", "250", "--batch-size", "100", "--workers", "3");
        int kills = 0;
        boolean killed = true;
        while (killed && kills < KILLS) {
            killed = killed(run);
            kills += killed ? 1 : 0;
        }

        Millrace.Result last = Millrace.in(directory).run(run.all());

        assertThat(kills).isPositive();
        assertThat(last.exitCode()).as(last.toString()).isZero();
        assertThat(target.documents("shop.orders")).hasSize(count).isEqualTo(source.documents("shop.orders"));
        assertThat(TargetQuestions.indexes(target, "shop.orders")).hasSize(2);
    }

    @Test
    void killedWhileAnIndexIsBuiltItBuildsWhatIsMissing() {
        source.load("shop.orders", OrderDocuments.of(100));
        TargetQuestions.createIndexes(
                source,
                "shop.orders",
                "{key: {state: 1}, name: 'state_1'}",
                "{key: {number: 1}, name: 'n', unique: true}");
        var frozen = target.faults().on("createIndexes").nth(2).freeze();
        try (RunningMillrace running =
                Millrace.in(directory).start(arguments("-n", "shop.orders").all())) {
            Eventually.until("the second build has begun", () -> frozen.fired() > 0);
            running.killNow();
        }
        frozen.release();

        Millrace.Result result = migrate("-n", "shop.orders");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out()).contains("there already: shop.orders state_1");
        assertThat(TargetQuestions.indexes(target, "shop.orders")).hasSize(3);
        assertThat(target.recorded().commands("insert")).hasSize(1);
    }

    @Test
    void doctorLooksAtATargetThatIsAMongoDb() {
        source.insert("shop.orders", json("{_id: 1}"));

        Millrace.Result result = run("doctor", "--from", source.uri(), "-n", "shop.orders", "--to", target.uri());

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out()).containsPattern("target +mongodb://127.0.0.1:\\d+/.*, version");
    }

    @Test
    void aTruncatedDumpLeavesAFailedChunkAndEverythingElseInTheTarget() throws IOException {
        source.load("shop.orders", OrderDocuments.of(1_000));
        source.insert("shop.users", json("{_id: 1}"));
        Millrace.in(directory)
                .run("export", "--from", source.uri(), "-n", "shop", "--to", "file:dump", "--format", "bson");
        Path data = directory.resolve("dump/shop/orders.bson");
        try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
            file.setLength(Files.size(data) - 7);
        }

        Millrace.Result result = Millrace.in(directory)
                .run("migrate", "--from", "dump:dump", "--to", target.uri(), "--chunk-size", "300", "--attempts", "1");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.err() + result.out()).contains("orders.bson");
        assertThat(target.documents("shop.users").size()
                        + target.documents("shop.orders").size())
                .isLessThan(1_001);
    }

    /** What mongodump made of a real server. */
    @Test
    void aDumpArrivesWithItsViewItsCappedCollectionAndItsIndexes() {
        Path dump = Path.of("src/test/resources/dumps/gzip").toAbsolutePath();

        Millrace.Result result = run(
                "migrate",
                "--from",
                "dump:" + dump,
                "-n",
                "fixtures",
                "--to",
                target.uri(),
                "--to-database",
                "copy",
                "--empty-timestamps",
                "server-time");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out()).containsPattern("written +2,110 documents").containsPattern("rejected +0");
        assertThat(target.documents("copy.orders")).hasSize(2_000);
        assertThat(TargetQuestions.indexes(target, "copy.orders")).hasSizeGreaterThan(7);
        assertThat(TargetQuestions.options(target, "copy.open_orders")
                        .getString("viewOn")
                        .getValue())
                .isEqualTo("orders");
        assertThat(TargetQuestions.options(target, "copy.log")
                        .getBoolean("capped")
                        .getValue())
                .isTrue();
        assertThat(TargetQuestions.options(target, "copy.checked"))
                .containsKey("validator")
                .containsEntry("validationLevel", new BsonString("strict"));
    }

    @Test
    void withoutAcknowledgementTheSummarySaysThatVerifyIsMandatoryAndWhy() {
        source.load("shop.orders", OrderDocuments.of(200));

        Millrace.Result result = migrate("-n", "shop.orders", "--write-concern", "0");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out()).contains("the target confirmed no write", "`millrace verify` is mandatory");
        Eventually.until(
                "all have arrived", () -> target.documents("shop.orders").size() == 200);
    }

    @Test
    void dryRunShowsWhatWouldBeMadeAndMakesNothing() {
        source.create("shop.orders", json("{validator: {a: {$gt: 0}}}"));
        TargetQuestions.createIndexes(source, "shop.orders", "{key: {a: 1}, name: 'a_1'}");

        Millrace.Result result = migrate("-n", "shop.orders", "--to-namespace", "archive.old", "--dry-run");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out())
                .contains("archive.old {\"create\": \"old\", \"validator\"", "\"validationLevel\": \"off\"")
                .contains("at the end {\"collMod\": \"old\", \"validationLevel\": \"strict\"")
                .contains("index after {\"key\": {\"a\": 1}, \"name\": \"a_1\"}");
        assertThat(target.recorded().commands("create")).isEmpty();
    }

    @Test
    void indexesAreListedExtractedAndCreatedFromTheFile() throws IOException {
        source.load("shop.orders", OrderDocuments.of(10));
        TargetQuestions.createIndexes(
                source,
                "shop.orders",
                "{key: {state: 1, number: -1}, name: 'state_1_number_-1'}",
                "{key: {note: 'text'}, name: 'note_text'}",
                "{key: {number: 1}, name: 'number_1', unique: true, sparse: true}");
        Path file = directory.resolve("indexes.json");

        Millrace.Result list = run("indexes", "list", "--from", source.uri(), "-n", "shop");
        Millrace.Result extract =
                run("indexes", "extract", "--from", source.uri(), "-n", "shop", "--file", file.toString());
        String[] create = {
            "indexes", "create", "--file", file.toString(), "--to", target.uri(), "--to-database", "archive"
        };
        Millrace.Result dry = run(Arguments.of(create).and("--dry-run").all());
        Millrace.Result first = run(create);
        Millrace.Result second = run(create);

        assertThat(list.out())
                .containsPattern("collection +index +fields +options")
                .containsPattern("shop\\.orders +state_1_number_-1 +state 1, number -1\n")
                .containsPattern("shop\\.orders +number_1 +number 1 +unique, sparse\n");
        assertThat(extract.out()).contains("4 indexes of 1 collection in ");
        assertThat(Files.readString(file)).contains("\"namespace\": \"shop.orders\"", "\"name\": \"note_text\"");
        assertThat(dry.out()).containsPattern("would build +archive\\.orders \\{\"key\": \\{\"note\": \"text\"\\}");
        assertThat(target.recorded().commands("createIndexes")).hasSize(2);
        assertThat(first.exitCode()).as(first.toString()).isZero();
        assertThat(first.out()).containsPattern("built +archive\\.orders: 2 indexes built in");
        assertThat(second.out())
                .containsPattern("there +archive\\.orders note_text")
                .doesNotContain("built in");
        assertThat(TargetQuestions.indexes(target, "archive.orders")).hasSize(4);
    }

    @Test
    void anIndexInTheWayIsAProblemOfIndexesCreate() {
        TargetQuestions.createIndexes(source, "shop.orders", "{key: {a: 1}, name: 'a_1', unique: true}");
        TargetQuestions.createIndexes(target, "shop.orders", "{key: {a: 1}, name: 'a_1'}");

        Millrace.Result result =
                run("indexes", "create", "--from", source.uri(), "-n", "shop.orders", "--to", target.uri());

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.out())
                .containsPattern("problem +shop\\.orders: index a_1 is not built: .* differs in unique");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --to TO --table orders                     | --table and --to mongodb:// do not go together | only PostgreSQL
            --to postgresql://h/d --drop               | --drop and --to postgresql:// do not           | only a MongoDB
            --to TO --to-namespace orders              | 'orders' is not a namespace                    | database.collection
            --to TO -n shop.* --to-namespace a.b       | --to-namespace names one collection            | --to-database
            --to FROM                                  | source and target are the same server          | --to-namespace
            --to FROM --to-database shop               | source and target are the same server          | --to-namespace
            --to TO --indexes later                    | --indexes: 'later' is not known                | before, after, none
            --to TO --write-concern 3                  | --write-concern: '3' is not known              | 0, 1, majority
            --to TO --write-concern 0 --on-conflict replace | without acknowledgement                   | --write-concern 1
            --to file:out                              | --to has a form that is not known              | mongodb://
            """)
    void argumentsThatMakeNoSenseAreRefusedWithProblemAndRemedy(String arguments, String problem, String remedy) {
        String given = arguments.replace("TO ", target.uri() + " ").replace("FROM", source.uri());
        if (given.endsWith(" TO")) {
            given = given.replace(" TO", " " + target.uri());
        }
        Millrace.Result result = run(Arguments.of("migrate", "--from", source.uri())
                .and(given.contains("-n ") ? new String[0] : new String[] {"-n", "shop.orders"})
                .and(given.split(" +"))
                .all());

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        assertThat(result.err()).contains("error: ").contains(problem).contains(remedy);
        assertThat(target.recorded().commands("insert")).isEmpty();
    }

    /** True where the kill hit; false where the run was done before. */
    private boolean killed(Arguments run) {
        try (RunningMillrace running = Millrace.in(directory).start(run.all())) {
            long point = target.recorded().count("insert") + random.nextInt(1, LATEST_KILL);
            Eventually.until(
                    "the process is over or far enough to be killed",
                    () -> !running.isAlive() || target.recorded().count("insert") >= point);
            return running.killNow().exitCode() != 0;
        }
    }

    private Millrace.Result migrate(String... more) {
        return run(arguments(more).all());
    }

    private Millrace.Result run(String... arguments) {
        return Millrace.in(directory).run(arguments);
    }

    private Arguments arguments(String... more) {
        return Arguments.of("migrate", "--from", source.uri(), "--to", target.uri())
                .and(more);
    }

    private static BsonDocument json(String text) {
        return BsonDocument.parse(text);
    }
}
