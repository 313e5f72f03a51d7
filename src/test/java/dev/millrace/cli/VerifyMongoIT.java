package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import dev.millrace.doubles.mongo.Fault;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.OrderDocuments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `verify` between two servers as its users meet it. */
class VerifyMongoIT {

    private static final int ORDERS = 2_000;

    private final MongoDouble source = new MongoDouble().start();
    private final MongoDouble target = new MongoDouble().start();

    @TempDir
    Path directory;

    @BeforeEach
    void load() {
        source.load("shop.orders", OrderDocuments.of(ORDERS));
        target.load("shop.orders", OrderDocuments.of(ORDERS));
    }

    @AfterEach
    void stop() {
        source.close();
        target.close();
    }

    @Test
    void findsWhatDiffersRepairsItAndSaysThatAllIsEqual() {
        orders(target, orders -> {
            orders.updateOne(order(7), set("state", "lost"));
            orders.updateOne(order(8), set("customer.name", "lost"));
            orders.deleteOne(order(9));
            orders.insertOne(new BsonDocument("_id", new BsonString("extra")));
        });

        Millrace.Result found = run("--chunk-size", "300");

        assertThat(found.exitCode()).as(found.toString()).isEqualTo(5);
        assertThat(found.out())
                .contains("found differences", "shop.orders: 1,997 of 2,000 documents equal those of shop.orders")
                .contains("1 missing in the target, 2 different, 1 not in the source")
                .contains(id(7) + "\"} differs in state\n")
                .contains(id(8) + "\"} differs in customer.name")
                .contains(id(9) + "\"} is missing in the target\n")
                .contains("\"extra\" is not in the source\n")
                .doesNotContain("lost");
        assertThat(Millrace.files(directory.resolve("differences")).values())
                .extracting(String::new)
                .anySatisfy(file -> assertThat(file).contains(id(9), "is missing in the target"));

        Millrace.Result one = run("--id", id(7), "--show-values", "--json");
        assertThat(one.exitCode()).as(one.toString()).isEqualTo(5);
        assertThat(one.out()).contains("\"outcome\": \"DIFFERENT\"").contains("lost\\\" in the target)");

        Millrace.Result repaired = run("--repair");
        assertThat(repaired.exitCode()).as(repaired.toString()).isEqualTo(5);
        assertThat(repaired.out())
                .contains("1 not in the source, 3 copied again")
                .containsPattern("equal +2,000 documents");

        Millrace.Result deleted = run("--repair", "delete-extra");
        assertThat(deleted.exitCode()).as(deleted.toString()).isZero();
        assertThat(deleted.out()).contains("1 deleted in the target");

        Millrace.Result equal = run();
        assertThat(equal.exitCode()).as(equal.toString()).isZero();
        assertThat(equal.out())
                .contains("is done", "2,000 of 2,000 documents equal")
                .containsPattern("different +0");
        assertThat(target.documents("shop.orders")).isEqualTo(source.documents("shop.orders"));
    }

    @Test
    void whatWasMigratedIsEqualWithItsIndexesOptionsAndViews() {
        source.create("app.events", BsonDocument.parse("{capped: true, size: 1000000}"))
                .create("app.people", BsonDocument.parse("{validator: {age: {$gte: 0}}, validationLevel: 'moderate'}"))
                .create("app.adults", BsonDocument.parse("{viewOn: 'people', pipeline: [{$match: {age: {$gte: 18}}}]}"))
                .create("app.empty", new BsonDocument());
        for (int number = 0; number < 50; number++) {
            source.insert("app.events", BsonDocument.parse("{_id: " + (50 - number) + "}"))
                    .insert("app.people", BsonDocument.parse("{_id: 'p" + number + "', age: " + number + "}"));
        }
        try (MongoClient client = MongoClients.create(source.uri())) {
            MongoCollection<BsonDocument> people =
                    client.getDatabase("app").getCollection("people", BsonDocument.class);
            people.createIndex(BsonDocument.parse("{age: 1, _id: -1}"));
            people.createIndex(BsonDocument.parse("{born: 1}"), new IndexOptions().expireAfter(9L, TimeUnit.DAYS));
            people.createIndex(
                    BsonDocument.parse("{name: 1}"),
                    new IndexOptions().partialFilterExpression(BsonDocument.parse("{age: {$gt: 3}}")));
        }
        Arguments ends = Arguments.of("--from", source.uri(), "-n", "app", "--to", target.uri());
        Millrace.Result migrated = Millrace.in(directory)
                .run(Arguments.of("migrate").and(ends.all()).all());
        assertThat(migrated.exitCode()).as(migrated.toString()).isZero();

        Millrace.Result equal = Millrace.in(directory)
                .run(Arguments.of("verify").and(ends.all()).all());

        assertThat(equal.exitCode()).as(equal.toString()).isZero();
        assertThat(equal.out())
                .contains("app.people: 50 of 50 documents equal", "app.adults: 32 of 32", "app.events: 50 of 50")
                .contains("app.empty: 0 of 0");
    }

    @Test
    void resumesWhereItWasKilled() {
        target.faults().on("find").always().delay(Duration.ofMillis(100));
        Arguments verify = arguments().and("--chunk-size", "100", "--workers", "1");
        try (RunningMillrace running =
                Millrace.in(directory).start(verify.and("--json").all())) {
            running.awaitLine("ChunkCommitted");
            running.killNow();
        }
        target.faults().clear();

        Millrace.Result result = Millrace.in(directory).run(verify.all());

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.err()).containsPattern("[1-9]\\d* done already; resuming");
        assertThat(result.out()).contains("2,000 of 2,000 documents equal");
    }

    @Test
    void findsWhatATargetHasLostThatConfirmedNothing() {
        Fault full = target.faults().on("insert").next(2).answer(14031, "OutOfDiskSpace", "the disk is full");
        Arguments seed = Arguments.of("seed", "users", "--to", target.uri(), "-n", "app.users")
                .and("--count", "1000", "--batch-size", "100", "--write-concern", "0");
        Millrace.Result seeded = Millrace.in(directory).run(seed.all());
        assertThat(seeded.exitCode()).as(seeded.toString()).isZero();

        Millrace.Result found = Millrace.in(directory)
                .run(Arguments.of("verify", "--from", "generated:users?count=1000", "-n", "app.users")
                        .and("--to", target.uri(), "--documents-only")
                        .all());

        assertThat(full.fired()).isEqualTo(2);
        assertThat(found.exitCode()).as(found.toString()).isEqualTo(5);
        assertThat(found.out()).contains("200 missing in the target", "800 of 1,000 documents equal");
    }

    /** Each of the two workers may hold a document several times: as it is read, in its batch, and twice a side while both are compared. */
    @Test
    void largeDocumentsThatAllDifferNeedNoMoreThanSomeOfThemAtATime() {
        source.load("shop.scans", scans((byte) 1));
        target.load("shop.scans", scans((byte) 2));

        Millrace.Result found = Millrace.in(directory)
                .withHeap("320m")
                .run(Arguments.of("verify", "--from", source.uri(), "-n", "shop.scans", "--to", target.uri())
                        .and("--workers", "2", "--max-memory", "64MB", "--recheck", "0", "--show-values")
                        .all());

        assertThat(found.exitCode()).as(found.toString()).isEqualTo(5);
        assertThat(found.out()).contains("0 of 12 documents equal", "12 different");
    }

    private static List<byte[]> scans(byte content) {
        return IntStream.range(0, 12)
                .mapToObj(number -> {
                    byte[] scan = new byte[12 << 20];
                    Arrays.fill(scan, content);
                    RawBsonDocument document = new RawBsonDocument(
                            new BsonDocument("_id", new BsonInt32(number)).append("scan", new BsonBinary(scan)),
                            new BsonDocumentCodec());
                    return Arrays.copyOf(
                            document.getByteBuffer().array(),
                            document.getByteBuffer().remaining());
                })
                .toList();
    }

    @Test
    void takesAQuickLookAtACollectionOfAnotherName() {
        target.load("archive.orders", OrderDocuments.of(ORDERS - 1));

        Millrace.Result quick = run("--quick", "--to-database", "archive");
        Millrace.Result other = run("--to-namespace", "shop.orders", "--sample", "50");

        assertThat(quick.exitCode()).as(quick.toString()).isEqualTo(5);
        assertThat(quick.out()).contains("2,000 documents in the source, 1,999 in the target", "no document was read");
        assertThat(other.exitCode()).as(other.toString()).isZero();
        assertThat(other.out()).contains("50 of 50 documents equal", "others were not looked at");
    }

    @Test
    void refusesOptionsOfAnotherKindOfTarget() {
        Millrace.Result table = run("--table", "orders");
        Millrace.Result repair = Millrace.in(directory)
                .run(Arguments.of("verify", "--from", source.uri(), "-n", "shop.orders")
                        .and("--to", "postgresql://user@localhost/db", "--repair")
                        .all());

        assertThat(table.exitCode()).as(table.toString()).isEqualTo(2);
        assertThat(table.err()).contains("--table", "only PostgreSQL");
        assertThat(repair.exitCode()).as(repair.toString()).isEqualTo(2);
        assertThat(repair.err()).contains("--repair", "only MongoDB");
    }

    private Millrace.Result run(String... more) {
        return Millrace.in(directory).run(arguments().and(more).all());
    }

    private Arguments arguments() {
        return Arguments.of("verify", "--from", source.uri(), "-n", "shop.orders", "--to", target.uri());
    }

    private static void orders(MongoDouble mongo, Consumer<MongoCollection<BsonDocument>> change) {
        try (MongoClient client = MongoClients.create(mongo.uri())) {
            change.accept(client.getDatabase("shop").getCollection("orders", BsonDocument.class));
        }
    }

    private static BsonDocument order(int number) {
        return new BsonDocument("_id", OrderDocuments.order(number).get("_id"));
    }

    private static BsonDocument set(String field, String value) {
        return new BsonDocument("$set", new BsonDocument(field, new BsonString(value)));
    }

    private static String id(int number) {
        return OrderDocuments.order(number).getObjectId("_id").getValue().toHexString();
    }
}
