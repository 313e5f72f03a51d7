package dev.millrace.sink.mongo.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.IndexOptions;
import dev.millrace.contract.EveryId;
import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.mongo.Fault;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.RecordedCommand;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.mongo.EmptyTimestamps;
import dev.millrace.sink.mongo.OnConflict;
import dev.millrace.sink.mongo.WriteOptions;
import dev.millrace.sink.mongo.verify.ComparedMongos.Outcome;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.NamespaceSelection;
import dev.millrace.source.generated.GeneratedCollection;
import dev.millrace.source.generated.GeneratedSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a comparison of two servers finds. */
class MongoComparisonTest {

    private static final String ORDERS = "shop.orders";
    private static final BsonDocument NONE = new BsonDocument();

    private final ComparedMongos mongos = new ComparedMongos();

    @AfterEach
    void stop() {
        mongos.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 1000})
    void theSameDocumentsAreEqualWhateverTheTypeOfTheirIds(long chunkSize) {
        bothHave(EveryId.documents());

        Outcome outcome = mongos.compare(ORDERS, chunkSize);

        assertThat(outcome.isEqual()).as(outcome.toString()).isTrue();
        assertThat(outcome.notes())
                .containsExactly(
                        "shop.orders: 32 of 32 documents equal those of shop.orders, byte for byte",
                        "shop.orders: 32 documents in the source, 32 in the target");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 1000})
    void everyDocumentThatIsMissingIsFoundWhateverTheTypeOfItsId(long chunkSize) {
        bothHave(EveryId.documents());
        List<String> found = new ArrayList<>();
        for (BsonDocument document : EveryId.documents()) {
            remove(mongos.target, document);
            Outcome outcome = mongos.compare(ORDERS, chunkSize);
            assertThat(outcome.sum("missing")).as(document.toString()).isEqualTo(1);
            assertThat(outcome.different()).isEqualTo(1);
            assertThat(outcome.others()).isZero();
            found.addAll(outcome.file());
            mongos.target.insert(ORDERS, document);
        }

        assertThat(found)
                .hasSize(32)
                .doesNotHaveDuplicates()
                .allMatch(line -> line.endsWith("is missing in the target"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 1000})
    void everyDocumentThatOnlyTheTargetHasIsFoundWhateverTheTypeOfItsId(long chunkSize) {
        bothHave(EveryId.documents());
        for (BsonDocument document : EveryId.documents()) {
            remove(mongos.source, document);
            Outcome outcome = mongos.compare(ORDERS, chunkSize);
            assertThat(outcome.sum("extra")).as(document.toString()).isEqualTo(1);
            assertThat(outcome.different()).isZero();
            assertThat(outcome.others()).isEqualTo(1);
            assertThat(outcome.file()).singleElement().asString().endsWith("is not in the source");
            mongos.source.insert(ORDERS, document);
        }
    }

    @Test
    void differencesAreCountedAndNamedByIdAndField() {
        mongos.source.insert(
                ORDERS,
                document("{_id: 1, a: 1}"),
                document("{_id: 2, a: 'secret', b: {c: [1, 2]}}"),
                document("{_id: 3, a: 1}"));
        mongos.target.insert(
                ORDERS,
                document("{_id: 2, a: 'other', b: {c: [1, 3]}}"),
                document("{_id: 3, a: 1}"),
                document("{_id: 4}"));

        Outcome outcome = mongos.compare(ORDERS, 1000);

        assertThat(outcome.equal()).isEqualTo(1);
        assertThat(outcome.different()).isEqualTo(2);
        assertThat(outcome.others()).isEqualTo(1);
        assertThat(outcome.notes())
                .containsExactly(
                        "shop.orders: 1 of 3 documents equal those of shop.orders, byte for byte",
                        "shop.orders: 1 missing in the target, 1 different, 1 not in the source",
                        "shop.orders _id {\"$numberInt\": \"1\"} is missing in the target",
                        "shop.orders _id {\"$numberInt\": \"2\"} differs in a, b.c.1",
                        "shop.orders _id {\"$numberInt\": \"4\"} is not in the source",
                        "shop.orders: 3 documents in the source, 3 in the target");
        assertThat(outcome.file()).hasSize(3);
    }

    @Test
    void valuesAreShownOnlyWhereTheyAreAskedFor() {
        mongos.source.insert(ORDERS, document("{_id: 1, a: 'secret'}"));
        mongos.target.insert(ORDERS, document("{_id: 1, a: 1.5}"));
        ComparisonOptions showing = new ComparisonOptions(true, true, true, 20, true, 0, Duration.ZERO, Repair.NONE);

        assertThat(mongos.compare(ORDERS, 10).notes()).noneMatch(note -> note.contains("secret"));
        assertThat(mongos.compare(ORDERS, 10, showing).notes())
                .anyMatch(note -> note.endsWith(
                        "differs in a (\"secret\" in the source, {\"$numberDouble\": \"1.5\"} in the target)"));
    }

    @Test
    void onlySoManyDifferencesAreToldOfButAllAreInTheFile() {
        mongos.source.insert(ORDERS, numbered(50));
        mongos.target.create(ORDERS, NONE);
        ComparisonOptions two = new ComparisonOptions(true, true, true, 2, false, 0, Duration.ZERO, Repair.NONE);

        Outcome outcome = mongos.compare(ORDERS, 10, two);

        assertThat(outcome.notes())
                .contains("… and 48 more, which are in the file of differences")
                .filteredOn(note -> note.contains("_id"))
                .hasSize(2);
        assertThat(outcome.file()).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void moreDifferencesThanAreLookedAtTogetherAreAllFoundOnce(int rechecks) {
        BsonDocument[] documents = numbered(23_000);
        mongos.source.insert(ORDERS, documents);
        mongos.target.insert(ORDERS, Arrays.copyOf(documents, 500));
        ComparisonOptions options =
                new ComparisonOptions(true, true, true, 1, false, rechecks, Duration.ofMillis(1), Repair.NONE);

        Outcome outcome = mongos.compare(ORDERS, 100_000, options);

        assertThat(outcome.sum("missing")).isEqualTo(22_500);
        assertThat(outcome.file()).hasSize(22_500).doesNotHaveDuplicates();
    }

    @Test
    void anIdOfAnotherKindOfNumberIsTheSamePlaceAndADifferentDocument() {
        mongos.source.insert(ORDERS, document("{_id: 1}"));
        mongos.target.insert(ORDERS, document("{_id: 1.0}"));

        Outcome outcome = mongos.compare(ORDERS, 10);

        assertThat(outcome.sum("different")).isEqualTo(1);
        assertThat(outcome.file()).singleElement().asString().endsWith("differs in _id");
    }

    @Test
    void anEmptyCollectionIsComparedToo() {
        mongos.source.create(ORDERS, NONE);
        mongos.target.insert(ORDERS, numbered(3));

        Outcome outcome = mongos.compare(ORDERS, 10);

        assertThat(outcome.sum("extra")).isEqualTo(3);
        assertThat(outcome.others()).isEqualTo(3);
    }

    @Test
    void aCollectionThatTheTargetDoesNotHaveIsToldOfOnce() {
        mongos.source.insert(ORDERS, numbered(30));

        Outcome outcome = mongos.compare(ORDERS, 10);

        assertThat(outcome.different()).isEqualTo(30);
        assertThat(outcome.notes()).contains("the target has no collection shop.orders");
        assertThat(outcome.file()).isEmpty();
    }

    @Test
    void aCollectionOfAnotherNameIsCompared() {
        mongos.source.insert(ORDERS, numbered(30));
        mongos.target.insert("archive.old_orders", numbered(30));

        Outcome outcome = mongos.compare(ORDERS, "archive.old_orders", 10, ComparedMongos.USUAL, NONE);

        assertThat(outcome.isEqual()).as(outcome.toString()).isTrue();
    }

    @Test
    void whatDiffersOnlyForAMomentDoesNotCount() throws InterruptedException {
        mongos.source.insert(ORDERS, numbered(30));
        mongos.target.insert(ORDERS, numbered(29));
        Fault lookup = mongos.target
                .faults()
                .on("find")
                .where(find -> find.body().getDocument("filter", NONE).toJson().contains("$in"))
                .freeze();
        Thread replication = Thread.ofVirtual().start(() -> {
            try {
                lookup.awaitFired(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            mongos.target.insert(ORDERS, numbered(30)[29]);
            lookup.release();
        });

        Outcome outcome = mongos.compare(ORDERS, 10);

        replication.join();
        assertThat(outcome.isEqual()).as(outcome.toString()).isTrue();
        assertThat(outcome.notes()).contains("shop.orders: 1 differed only while they were being changed");
    }

    @Test
    void aRepairCopiesWhatIsMissingOrDiffersAndLeavesTheRest() {
        mongos.source.insert(ORDERS, document("{_id: 1, z: 1, a: 2}"), document("{_id: 2, a: 2}"));
        mongos.target.insert(ORDERS, document("{_id: 2, a: 3}"), document("{_id: 3}"));

        Outcome outcome = mongos.compare(ORDERS, 10, repairing(Repair.COPY));

        assertThat(mongos.target.documents(ORDERS))
                .containsExactly(document("{_id: 1, z: 1, a: 2}"), document("{_id: 2, a: 2}"), document("{_id: 3}"));
        assertThat(outcome.equal()).isEqualTo(2);
        assertThat(outcome.others()).isEqualTo(1);
        assertThat(outcome.notes()).contains("shop.orders: 1 not in the source, 2 copied again");
        assertThat(mongos.target.recorded().commands("update"))
                .isNotEmpty()
                .allMatch(update -> update.body()
                        .getDocument("writeConcern")
                        .getString("w")
                        .getValue()
                        .equals("majority"));
    }

    @Test
    void extraDocumentsAreDeletedWhereThatIsAskedFor() {
        mongos.source.insert(ORDERS, numbered(5));
        mongos.target.insert(ORDERS, numbered(8));

        Outcome outcome = mongos.compare(ORDERS, 2, repairing(Repair.DELETE_EXTRA));

        assertThat(outcome.isEqual()).as(outcome.toString()).isTrue();
        assertThat(outcome.notes()).contains("shop.orders: 3 deleted in the target");
        assertThat(mongos.target.documents(ORDERS)).hasSize(5);
    }

    @Test
    void aRepairFillsACollectionThatTheTargetDoesNotHave() {
        mongos.source.insert(ORDERS, numbered(25));

        Outcome outcome = mongos.compare(ORDERS, 10, repairing(Repair.COPY));

        assertThat(outcome.sum("copied")).isEqualTo(25);
        assertThat(outcome.different()).isZero();
        assertThat(mongos.target.documents(ORDERS)).isEqualTo(mongos.source.documents(ORDERS));
    }

    @Test
    void whatTheTargetRefusesToTakeStaysDifferent() {
        mongos.source.insert(ORDERS, document("{_id: 1, a: 7}"), document("{_id: 2, a: 8}"));
        mongos.target.insert(ORDERS, document("{_id: 9, a: 7}"));
        index(mongos.target, "a", true);

        Outcome outcome = mongos.compare(ORDERS, 10, repairing(Repair.COPY));

        assertThat(outcome.sum("copied")).isEqualTo(1);
        assertThat(outcome.sum("missing")).isEqualTo(1);
        assertThat(outcome.different()).isEqualTo(1);
    }

    @Test
    void aTargetThatRefusesEveryWriteFailsTheRepair() {
        mongos.source.insert(ORDERS, numbered(2));
        mongos.target.create(ORDERS, NONE);
        mongos.target.faults().on("update").always().answer(13, "Unauthorized", "not allowed");

        assertThatThrownBy(() -> mongos.compare(ORDERS, 10, repairing(Repair.COPY)))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.PERMISSION);
                    assertThat(e.hint()).contains("readWrite");
                });
    }

    @Test
    void indexesAndOptionsAreComparedUnlessOnlyDocumentsAreWanted() {
        bothHave(List.of(numbered(3)));
        index(mongos.source, "a", false);
        index(mongos.target, "b", false);
        ComparisonOptions documentsOnly =
                new ComparisonOptions(true, true, false, 20, false, 0, Duration.ZERO, Repair.NONE);

        Outcome all = mongos.compare(ORDERS, 10);

        assertThat(all.others()).isEqualTo(2);
        assertThat(all.notes())
                .contains(
                        "shop.orders: the index a_1 is missing in the target",
                        "shop.orders: the index b_1 is not in the source");
        assertThat(mongos.compare(ORDERS, 10, documentsOnly).isEqual()).isTrue();
    }

    @Test
    void aFilterHoldsOnBothSides() {
        mongos.source.insert(ORDERS, numbered(10));
        mongos.target.insert(ORDERS, numbered(20));
        BsonDocument filter = document("{a: {$lt: 10}}");
        ComparisonOptions some = new ComparisonOptions(false, true, true, 20, false, 0, Duration.ZERO, Repair.NONE);

        Outcome outcome = mongos.compare(ORDERS, ORDERS, 4, some, filter);

        assertThat(outcome.isEqual()).as(outcome.toString()).isTrue();
        assertThat(outcome.notes())
                .contains("only some documents were read: others were not looked at, on either side");
    }

    @Test
    void aViewHasNoOrderAndIsComparedAllTheSame() {
        mongos.source.insert("shop.all", numbered(40));
        mongos.source.create(ORDERS, document("{viewOn: 'all', pipeline: [{$match: {a: {$lt: 30}}}]}"));
        mongos.target.insert(ORDERS, numbered(31));
        remove(mongos.target, numbered(40)[7]);
        ComparisonOptions documentsOnly =
                new ComparisonOptions(true, true, false, 20, false, 0, Duration.ZERO, Repair.NONE);

        Outcome outcome = mongos.compare(ORDERS, 10, documentsOnly);

        assertThat(outcome.sum("missing")).isEqualTo(1);
        assertThat(outcome.sum("extra")).isEqualTo(1);
        assertThat(outcome.file()).hasSize(2);
    }

    @Test
    void timeSeriesAreComparedAsAWhole() {
        BsonDocument series = document("{timeseries: {timeField: 'at'}}");
        mongos.source.create(ORDERS, series);
        mongos.target.create(ORDERS, series);
        mongos.source.insert(ORDERS, document("{_id: 1, at: {$date: 1}}"), document("{_id: 2, at: {$date: 2}}"));
        mongos.target.insert(ORDERS, document("{_id: 1, at: {$date: 1}}"));

        Outcome outcome = mongos.compare(ORDERS, 10);

        assertThat(outcome.different()).isEqualTo(1);
        assertThat(outcome.notes())
                .anyMatch(note -> note.contains("chunk 0 differs: 2 documents in the source, 1 in the target"));
        assertThat(outcome.file()).isEmpty();
    }

    @Test
    void randomDocumentsAreLookedUpOneByOne() {
        mongos.source.insert(ORDERS, numbered(30));
        mongos.target.insert(ORDERS, numbered(29));
        ComparisonOptions sampled = new ComparisonOptions(false, false, true, 20, false, 1, Duration.ZERO, Repair.NONE);

        Outcome outcome = mongos.compare(ORDERS, 10, sampled);

        assertThat(outcome.equal()).isEqualTo(29);
        assertThat(outcome.sum("missing")).isEqualTo(1);
    }

    @Test
    void aLostConnectionCostsNoDocument() {
        bothHave(List.of(numbered(200)));
        mongos.target.faults().on("getMore").nth(2).closeInReply();
        mongos.target.faults().on("getMore").nth(5).killCursors();

        Outcome outcome = mongos.compare(ORDERS, 100);

        assertThat(outcome.isEqual()).as(outcome.toString()).isTrue();
    }

    @Test
    void whatATargetLostThatConfirmedNothingIsFound() {
        mongos.source.insert(ORDERS, numbered(100));
        Fault full = mongos.target.faults().on("insert").next(3).answer(14031, "OutOfDiskSpace", "the disk is full");
        WriteOptions unconfirmed =
                new WriteOptions(WriteConcern.UNACKNOWLEDGED, OnConflict.FAIL, EmptyTimestamps.SERVER_TIME, 10, false);
        WriteReceipt receipt = mongos.copy(ORDERS, unconfirmed);
        Eventually.until("all have arrived", () -> inserted(100) == 100);
        int lost = inserted(3);
        Eventually.until(
                "the rest is there", () -> mongos.target.documents(ORDERS).size() == 100 - lost);

        Outcome outcome = mongos.compare(ORDERS, 10);

        assertThat(full.fired()).isEqualTo(3);
        assertThat(receipt.written()).isEqualTo(100);
        assertThat(outcome.different()).isEqualTo(lost);
        assertThat(outcome.notes()).contains("shop.orders: " + lost + " missing in the target");
        assertThat(mongos.compare(ORDERS, 10, repairing(Repair.COPY)).isEqual()).isTrue();
    }

    /** Each change reaches the target a moment after the source, until the comparison is over. */
    @Test
    void aLiveCollectionIsEqualThoughItsChangesArriveLate() throws InterruptedException {
        bothHave(List.of(numbered(300)));
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger changes = new AtomicInteger();
        Thread replication = Thread.ofPlatform().start(() -> {
            try (MongoClient here = MongoClients.create(mongos.source.uri());
                    MongoClient there = MongoClients.create(mongos.target.uri())) {
                while (!over.get()) {
                    int change = changes.getAndIncrement();
                    BsonDocument id = document("{_id: " + change * 7 % 300 + "}");
                    BsonDocument set = document("{$set: {a: " + -change + "}}");
                    here.getDatabase("shop").getCollection("orders").updateOne(id, set);
                    there.getDatabase("shop").getCollection("orders").updateOne(id, set);
                }
            }
        });
        Eventually.until("changes are made", () -> changes.get() > 10);
        ComparisonOptions patient =
                new ComparisonOptions(true, true, true, 20, false, 5, Duration.ofMillis(5), Repair.NONE);

        Outcome outcome = mongos.compare(ORDERS, 50, patient);

        over.set(true);
        replication.join();
        assertThat(outcome.isEqual()).as(outcome.toString()).isTrue();
        assertThat(mongos.compare(ORDERS, 50).isEqual()).isTrue();
    }

    @Test
    void aPrimaryThatStepsDownIsAskedAgainAndRepairedAllTheSame() {
        mongos.source.insert(ORDERS, numbered(10));
        mongos.target.insert(ORDERS, numbered(8));
        Fault lookup = mongos.target
                .faults()
                .on("find")
                .where(find -> find.body().getDocument("filter", NONE).toJson().contains("$in"))
                .answer(189, "PrimarySteppedDown", "not now");
        Fault write = mongos.target.faults().on("update").answer(10107, "NotWritablePrimary", "not me");

        Outcome outcome = mongos.compare(ORDERS, 10, repairing(Repair.COPY));

        assertThat(lookup.fired()).isEqualTo(1);
        assertThat(write.fired()).isEqualTo(1);
        assertThat(outcome.isEqual()).as(outcome.toString()).isTrue();
        assertThat(outcome.sum("copied")).isEqualTo(2);
    }

    @Test
    void documentsThatNoRangeOfTheSourceCoversAreCounted() {
        mongos.source.insert(ORDERS, numbered(10));
        mongos.target.insert(ORDERS, numbered(10)).insert(ORDERS, document("{_id: 'other type'}"));
        // Without index bounds, only the types of _id that the source has are read.
        mongos.source
                .faults()
                .on("find")
                .where(find -> find.body().containsKey("max"))
                .always()
                .answer(2, "BadValue", "max is not known");

        Outcome outcome = mongos.compare(ORDERS, 10);

        assertThat(outcome.different()).isZero();
        assertThat(outcome.others()).isEqualTo(1);
        assertThat(outcome.notes())
                .contains("shop.orders has 1 more, which no chunk has met: they are not in the source");
    }

    @Test
    void madeUpDocumentsAreLookedUpInTheTarget() {
        GeneratedCollection users = GeneratedCollection.parse("users?count=60");
        String namespace = users.namespace().toString();
        try (DocumentSource generated = new GeneratedSource(users)) {
            mongos.copy(generated, namespace, WriteOptions.standard());
            ComparisonOptions documentsOnly =
                    new ComparisonOptions(true, true, false, 20, false, 5, Duration.ofDays(1), Repair.NONE);
            assertThat(mongos.compare(generated, namespace, 7, documentsOnly).isEqual())
                    .isTrue();
            BsonDocument lost = mongos.target.documents(namespace).get(3);
            try (MongoClient client = MongoClients.create(mongos.target.uri())) {
                client.getDatabase(users.namespace().database())
                        .getCollection(users.namespace().collection())
                        .deleteOne(new BsonDocument("_id", lost.get("_id")));
            }
            mongos.target.insert(namespace, document("{_id: 'more'}"), document("{_id: 'most'}"));

            Outcome outcome = mongos.compare(generated, namespace, 7, documentsOnly);

            assertThat(outcome.different()).isEqualTo(1);
            assertThat(outcome.others()).isEqualTo(2);
            assertThat(outcome.notes())
                    .anyMatch(note -> note.endsWith("has 2 more, which no chunk has met: they are not in the source"));
            ComparisonOptions repairing =
                    new ComparisonOptions(true, true, false, 20, false, 0, Duration.ZERO, Repair.COPY);
            assertThat(mongos.compare(generated, namespace, 7, repairing).sum("copied"))
                    .isEqualTo(1);
            assertThat(mongos.target.documents(namespace)).contains(lost);
        }
    }

    @Test
    void twoCollectionsCannotBeOne() {
        mongos.source.insert(ORDERS, numbered(1)).insert("shop.users", numbered(1));

        assertThatThrownBy(() -> mongos.compare("shop.*", "shop.all", 10, ComparedMongos.USUAL, NONE))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE));
    }

    @Test
    void aQuickLookComparesCountsAndIndexesAndReadsNoDocument() {
        bothHave(List.of(numbered(5)));
        mongos.target.insert(ORDERS, document("{_id: 'one more'}"));
        index(mongos.source, "a", false);
        List<String> notes = new ArrayList<>();
        try (ComparedSide source = ComparedMongos.side(mongos.source, NONE);
                ComparedSide target = ComparedMongos.side(mongos.target, NONE)) {
            long differences = new QuickComparison(source, target, name -> name, true)
                    .compare(source.collections(new NamespaceSelection(List.of("shop"))), notes::add);

            assertThat(differences).isEqualTo(2);
            assertThat(notes)
                    .containsExactly(
                            "shop.orders: 5 documents in the source, 6 in the target",
                            "shop.orders: the index a_1 is missing in the target",
                            "no document was read: the counts are those that the servers keep");
            assertThat(mongos.target.recorded().count("find")).isZero();
        }
    }

    /** Documents of the first inserts that the target was sent. */
    private int inserted(int commands) {
        return mongos.target.recorded().commands("insert").stream()
                .limit(commands)
                .mapToInt(RecordedCommand::documents)
                .sum();
    }

    private static ComparisonOptions repairing(Repair repair) {
        return new ComparisonOptions(true, true, true, 20, false, 1, Duration.ofMillis(1), repair);
    }

    private void bothHave(List<BsonDocument> documents) {
        BsonDocument[] all = documents.toArray(BsonDocument[]::new);
        mongos.source.insert(ORDERS, all);
        mongos.target.insert(ORDERS, all);
    }

    private static void index(MongoDouble mongo, String field, boolean unique) {
        try (MongoClient client = MongoClients.create(mongo.uri())) {
            client.getDatabase("shop")
                    .getCollection("orders")
                    .createIndex(new BsonDocument(field, new BsonInt32(1)), new IndexOptions().unique(unique));
        }
    }

    private static void remove(MongoDouble mongo, BsonDocument document) {
        try (MongoClient client = MongoClients.create(mongo.uri())) {
            var deleted = client.getDatabase("shop")
                    .getCollection("orders")
                    .deleteOne(new BsonDocument("_id", document.get("_id")));
            assertThat(deleted.getDeletedCount()).isEqualTo(1);
        }
    }

    private static BsonDocument[] numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> document("{_id: " + n + ", a: " + n + "}"))
                .toArray(BsonDocument[]::new);
    }

    private static BsonDocument document(String json) {
        return BsonDocument.parse(json);
    }
}
