package dev.millrace.source.mongo;

import static dev.millrace.contract.Reading.documents;
import static dev.millrace.contract.Reading.numbered;
import static dev.millrace.contract.Reading.plan;
import static dev.millrace.contract.Reading.read;
import static dev.millrace.contract.Reading.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.contract.EveryId;
import dev.millrace.doubles.mongo.CosmosAccount;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.model.RequestUnits;
import dev.millrace.mongo.Backoff;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.source.NamespaceSelection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading from an account of Cosmos DB that throttles, drops cursors, and lacks what MongoDB has. */
class CosmosReadTest {

    private static final double PLENTY = 1e9;
    private static final Duration FIRST = Duration.ofMillis(4);

    @Test
    void aStormWithRisingTimesLosesNothingAndIsNotAskedWithoutEnd() {
        try (MongoDouble mongo = stocked(CosmosAccount.of(PLENTY));
                MongoSource source = Sources.of(mongo)) {
            CollectionInfo info = Sources.only(source, "shop.orders");
            List<ChunkRange> ranges = plan(source, info, 100);
            mongo.throughput().storm(6, FIRST, 2);
            long start = System.nanoTime();

            List<BsonDocument> read = all(source, info, ranges);

            assertThat(read).isEqualTo(numbered(300));
            assertThat(mongo.throughput().refused()).isEqualTo(6);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("4 + 8 + 16 + 32 + 64 + 128 ms")
                    .isGreaterThan(Duration.ofMillis(252));
            assertThat(source.requestUnits().throttles()).isEqualTo(6);
            assertThat(source.requestUnits().throttled()).isGreaterThan(Duration.ofMillis(252));
        }
    }

    @Test
    void aGetMoreThatIsThrottledLosesItsCursorAndIsContinuedBehindTheLastId() {
        try (MongoDouble mongo = stocked(CosmosAccount.of(PLENTY));
                MongoSource source = Sources.of(mongo)) {
            CollectionInfo info = Sources.only(source, "shop.orders");
            List<ChunkRange> whole = plan(source, info, 1000);
            mongo.recorded().clear();
            mongo.faults()
                    .on("getMore")
                    .nth(3)
                    .answer(16500, "RequestRateTooLarge", "Error=16500, RetryAfterMs=3, Details='429'");

            assertThat(all(source, info, whole)).isEqualTo(numbered(300));
            assertThat(mongo.recorded().commands("find").get(1).body().toString())
                    .contains("$gt");
        }
    }

    @Test
    void anAccountThatGivesLessThanIsAskedForIsReadToTheEnd() {
        try (MongoDouble mongo = stocked(CosmosAccount.of(40));
                MongoSource source = Sources.of(mongo)) {
            assertThat(readAll(source, Sources.only(source, "shop.orders"), 100))
                    .isEqualTo(numbered(300));
        }
    }

    @Test
    void withServerSideRetryATimeoutIsThrottlingToo() {
        try (MongoDouble mongo = stocked(CosmosAccount.of(PLENTY).waitingFor(Duration.ofMillis(1)));
                MongoSource source = Sources.of(mongo)) {
            CollectionInfo info = Sources.only(source, "shop.orders");
            List<ChunkRange> ranges = plan(source, info, 100);
            mongo.throughput().storm(5, Duration.ofMillis(2), 1);

            assertThat(all(source, info, ranges)).isEqualTo(numbered(300));
            assertThat(source.requestUnits().throttles()).isPositive();
        }
    }

    @Test
    void throttlingThatOutlastsThePatienceIsTransientAndSaysWhatToDo() {
        try (MongoDouble mongo = stocked(CosmosAccount.of(PLENTY));
                MongoSource source = new MongoSource(
                        MongoConnection.open(mongo.uri(), MongoOptions.none()),
                        ReadOptions.everything(),
                        new Backoff(List.of(), Duration.ofMillis(200)))) {
            CollectionInfo info = Sources.only(source, "shop.orders");
            List<ChunkRange> ranges = plan(source, info, 100);
            mongo.throughput().storm(Long.MAX_VALUE, Duration.ofMillis(1), 1);

            MillraceException failure = catchThrowableOfType(MillraceException.class, () -> all(source, info, ranges));

            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(failure.problem()).contains("16500");
            assertThat(failure.hint()).contains("--max-ru");
            assertThat(mongo.throughput().refused()).as("no tight loop").isLessThan(12);
        }
    }

    @Test
    void cursorsThatDieWhileTheTargetIsSlowAreContinued() {
        try (MongoDouble mongo = stocked(CosmosAccount.of(PLENTY).withCursorIdle(Duration.ZERO));
                MongoSource source = Sources.of(mongo)) {
            assertThat(readAll(source, Sources.only(source, "shop.orders"), 100))
                    .isEqualTo(numbered(300));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8})
    void idsOfEveryTypeArriveOnceWhereverTheStormComes(long nth) {
        try (MongoDouble mongo = stocked(CosmosAccount.of(PLENTY));
                MongoSource source = Sources.of(mongo)) {
            mongo.insert("shop.mixed", EveryId.documents().toArray(BsonDocument[]::new));
            CollectionInfo info = Sources.only(source, "shop.mixed");
            List<ChunkRange> ranges = plan(source, info, 1000);
            mongo.faults()
                    .onAny()
                    .nth(nth)
                    .answer(16500, "RequestRateTooLarge", "Error=16500, RetryAfterMs=2, Details='429'");

            assertThat(all(source, info, ranges)).containsExactlyInAnyOrderElementsOf(EveryId.documents());
        }
    }

    @Test
    void inAShardedCollectionDocumentsWithOneIdAllArrive() {
        try (MongoDouble mongo = MongoDouble.builder()
                        .cosmos(CosmosAccount.of(PLENTY).shardedBy("customer"))
                        .start();
                MongoSource source = Sources.of(mongo)) {
            List<BsonDocument> documents = IntStream.range(0, 300)
                    .mapToObj(n -> new BsonDocument("_id", new BsonInt32(n / 3)).append("customer", new BsonInt32(n)))
                    .toList();
            mongo.insert("shop.orders", documents.toArray(BsonDocument[]::new));
            CollectionInfo info = Sources.only(source, "shop.orders");
            List<ChunkRange> ranges = plan(source, info, 1000);
            mongo.faults()
                    .on("getMore")
                    .always()
                    .answer(16500, "RequestRateTooLarge", "Error=16500, RetryAfterMs=1, Details='429'");

            assertThat(all(source, info, ranges)).containsExactlyElementsOf(documents);
        }
    }

    @Test
    void objectIdsAreDividedByArithmeticWithoutASampleOrAWalk() {
        List<BsonDocument> documents = IntStream.range(0, 1000)
                .mapToObj(n -> new BsonDocument(
                        "_id", new BsonObjectId(new ObjectId("6553f1006d696c6c%08x".formatted(n * 7)))))
                .toList();
        try (MongoDouble mongo = stocked(CosmosAccount.of(PLENTY));
                MongoSource source = Sources.of(mongo)) {
            mongo.insert("shop.ids", documents.toArray(BsonDocument[]::new));
            CollectionInfo info = Sources.only(source, "shop.ids");

            List<ChunkRange> ranges = plan(source, info, 100);

            assertThat(ranges).hasSize(10);
            assertThat(mongo.recorded().commands("find"))
                    .noneMatch(find ->
                            find.body().containsKey("skip") || find.body().containsKey("max"));
            assertThat(mongo.recorded().commands("aggregate"))
                    .noneMatch(sample -> sample.body().toString().contains("$sample"));
            List<BsonDocument> read = new ArrayList<>();
            for (ChunkRange range : ranges) {
                List<BsonDocument> chunk = read(source, info, range);
                assertThat(chunk).hasSizeBetween(99, 101);
                read.addAll(chunk);
            }
            assertThat(read).isEqualTo(documents);
        }
    }

    @Test
    void aSampleIsSpreadOverTheCollectionAndCostsNoScan() {
        try (MongoDouble mongo = stocked(CosmosAccount.of(PLENTY));
                MongoSource source = Sources.of(mongo)) {
            DocumentBatch sample = new DocumentBatch(16);

            source.sample(Sources.only(source, "shop.orders"), 30, sample);

            List<Integer> ids = documents(sample).stream()
                    .map(document -> document.getInt32("_id").getValue())
                    .toList();
            assertThat(ids).hasSizeBetween(25, 30).doesNotHaveDuplicates().startsWith(0);
            assertThat(ids.getLast()).isGreaterThan(280);
            assertThat(mongo.recorded().commands("aggregate"))
                    .noneMatch(aggregate -> aggregate.body().toString().contains("$sample"));
        }
    }

    @Test
    void whereIdsCannotBeCountedWithTheSampleIsOfBothEnds() {
        try (MongoDouble mongo = stocked(CosmosAccount.of(PLENTY));
                MongoSource source = Sources.of(mongo)) {
            mongo.insert("shop.mixed", EveryId.documents().toArray(BsonDocument[]::new));
            DocumentBatch sample = new DocumentBatch(16);

            source.sample(Sources.only(source, "shop.mixed"), 8, sample);

            assertThat(EveryId.documents()).containsAll(documents(sample));
            assertThat(documents(sample)).hasSize(8).doesNotHaveDuplicates();
        }
    }

    @Test
    void unitsAreCountedWhileReading() {
        try (MongoDouble mongo = stocked(CosmosAccount.of(PLENTY));
                MongoSource source = Sources.of(mongo)) {
            readAll(source, Sources.only(source, "shop.orders"), 100);

            RequestUnits units = source.requestUnits();
            assertThat(units.measured()).isPositive();
            assertThat(units.units())
                    .isBetween(
                            mongo.throughput().spent() * 0.8, mongo.throughput().spent() * 1.2);
        }
    }

    @Test
    void theDoctorTellsWhatTheAccountIsAndWhatItProvides() {
        try (MongoDouble mongo = stocked(CosmosAccount.of(4000));
                MongoSource source = Sources.of(mongo)) {
            List<Finding> findings = source.check(new NamespaceSelection(List.of("shop.orders")));

            assertThat(findings)
                    .extracting(Finding::toString)
                    .anySatisfy(finding -> assertThat(finding).contains("Azure Cosmos DB for MongoDB (RU)"));
            assertThat(findings.toString())
                    .contains("version 4.2.0")
                    .contains("4000 RU/s are provisioned, sharded by _id")
                    .contains("the account tells what requests cost");
        }
    }

    private static MongoDouble stocked(CosmosAccount account) {
        return MongoDouble.builder()
                .cosmos(account)
                .start()
                .insert("shop.orders", numbered(300).toArray(BsonDocument[]::new));
    }

    private static List<BsonDocument> all(MongoSource source, CollectionInfo info, List<ChunkRange> ranges) {
        return ranges.stream()
                .flatMap(range -> read(source, info, range).stream())
                .toList();
    }
}
