package dev.millrace.source.mongo;

import static dev.millrace.contract.Reading.numbered;
import static dev.millrace.contract.Reading.plan;
import static dev.millrace.contract.Reading.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.mongo.Account;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonMaxKey;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/** Where the boundaries of chunks come from, and how even they are. */
class MongoPlanTest {

    private static final int MANY = 20_000;

    @Test
    void splitVectorDividesForWhoMayUseIt() {
        try (MongoDouble mongo = stocked(MANY);
                MongoSource source = Sources.of(mongo)) {
            List<ChunkRange> ranges = plan(source, Sources.only(source, "shop.orders"), 1000);

            assertThat(ranges).hasSizeBetween(15, 25);
            assertThat(mongo.recorded().count("splitVector")).isEqualTo(1);
            assertThat(sampled(mongo)).isFalse();
        }
    }

    @Test
    void whatAFullReplyOfSplitVectorLeavesOutIsWalked() {
        try (MongoDouble mongo = stocked(0)) {
            String filling = "x".repeat(100_000);
            for (int number = 100; number < 800; number++) {
                mongo.insert("shop.large", new BsonDocument("_id", new BsonString(number + filling)));
            }
            try (MongoSource source = Sources.of(mongo)) {
                List<ChunkRange> ranges = plan(source, Sources.only(source, "shop.large"), 1);

                assertThat(mongo.recorded().count("splitVector")).isEqualTo(1);
                assertThat(ranges.size()).isGreaterThan(400);
            }
        }
    }

    @Test
    void aUserWithReadOnlyGetsEvenChunksFromASample() {
        try (MongoDouble mongo = MongoDouble.builder()
                        .account("ops", "secret", Account.Role.READ)
                        .start()
                        .insert("shop.orders", numbered(MANY).toArray(BsonDocument[]::new));
                MongoSource source = Sources.of(mongo.uri("ops", "secret"))) {
            CollectionInfo info = Sources.only(source, "shop.orders");

            List<ChunkRange> ranges = plan(source, info, 1000);

            assertThat(sampled(mongo)).isTrue();
            assertThat(ranges).hasSizeBetween(15, 20);
            assertThat(readAll(source, info, 1000)).hasSize(MANY).doesNotHaveDuplicates();
        }
    }

    @Test
    void whereChunksAreTooSmallForASampleTheIndexIsWalked() {
        try (MongoDouble mongo = stocked(1000, "splitVector");
                MongoSource source = Sources.of(mongo)) {
            List<ChunkRange> ranges = plan(source, Sources.only(source, "shop.strings"), 90);

            assertThat(sampled(mongo)).isFalse();
            assertThat(ranges).hasSize(12);
        }
    }

    @Test
    void withoutSplitVectorAndSampleNumbersAreDividedByCounting() {
        try (MongoDouble mongo = stocked(MANY, "splitVector")) {
            refuseSample(mongo);
            try (MongoSource source = Sources.of(mongo)) {
                List<ChunkRange> ranges = plan(source, Sources.only(source, "shop.orders"), 1000);

                assertThat(ranges).hasSize(20);
                assertThat(ranges.get(1).bounds().getNumber("min").intValue()).isEqualTo(999);
            }
        }
    }

    @Test
    void unevenStepsAreNoticedAndTheIndexIsWalkedInstead() {
        try (MongoDouble mongo = stocked(MANY, "splitVector")) {
            mongo.insert("shop.orders", new BsonDocument("_id", new BsonInt32(Integer.MAX_VALUE)));
            refuseSample(mongo);
            try (MongoSource source = Sources.of(mongo)) {
                List<ChunkRange> ranges = plan(source, Sources.only(source, "shop.orders"), 1000);

                assertThat(ranges).hasSize(21);
                assertThat(ranges.get(1).bounds().getNumber("min").intValue()).isEqualTo(1000);
            }
        }
    }

    @Test
    void aCollectionWithACollationIsNotDividedByItsIndexKeys() {
        try (MongoDouble mongo = stocked(0)) {
            mongo.create("shop.names", BsonDocument.parse("{collation: {locale: 'en', strength: 2}}"));
            mongo.insert("shop.names", strings(1000));
            try (MongoSource source = Sources.of(mongo)) {
                assertThat(readAll(source, Sources.only(source, "shop.names"), 100))
                        .hasSize(1000);
                assertThat(mongo.recorded().count("splitVector")).isZero();
            }
        }
    }

    @Test
    void aClusteredCollectionIsDividedByQueriesAlone() {
        try (MongoDouble mongo = stocked(0)) {
            mongo.create("shop.clustered", BsonDocument.parse("{clusteredIndex: {key: {_id: 1}, unique: true}}"));
            mongo.insert("shop.clustered", numbered(1000).toArray(BsonDocument[]::new));
            try (MongoSource source = Sources.of(mongo)) {
                List<BsonDocument> read = readAll(source, Sources.only(source, "shop.clustered"), 100);

                assertThat(read).isEqualTo(numbered(1000));
                assertThat(mongo.recorded().commands("find"))
                        .noneMatch(find ->
                                find.body().containsKey("hint") || find.body().containsKey("max"));
            }
        }
    }

    @Test
    void viewsCappedAndTimeSeriesCollectionsAreOneChunkInNaturalOrder() {
        try (MongoDouble mongo = stocked(100)) {
            mongo.create("shop.view", BsonDocument.parse("{viewOn: 'orders', pipeline: [{$match: {_id: {$lt: 50}}}]}"));
            mongo.create("shop.log", BsonDocument.parse("{capped: true, size: 100000}"));
            mongo.insert("shop.log", numbered(30).toArray(BsonDocument[]::new));
            mongo.create("shop.weather", BsonDocument.parse("{timeseries: {timeField: 't'}}"));
            mongo.insert("shop.weather", numbered(20).toArray(BsonDocument[]::new));
            try (MongoSource source = Sources.of(mongo)) {
                for (String name : List.of("view", "log", "weather")) {
                    CollectionInfo info = Sources.only(source, "shop." + name);
                    assertThat(plan(source, info, 10)).hasSize(1);
                    assertThat(readAll(source, info, 10))
                            .hasSize(name.equals("view") ? 50 : name.equals("log") ? 30 : 20);
                }
            }
        }
    }

    @Test
    void rangesSayHowMuchTheyHold() {
        try (MongoDouble mongo = stocked(MANY);
                MongoSource source = Sources.of(mongo)) {
            CollectionInfo info = Sources.only(source, "shop.orders");

            List<ChunkRange> ranges = plan(source, info, 1000);

            long documents = ranges.stream().mapToLong(ChunkRange::documents).sum();
            assertThat(documents).isBetween(MANY - 100L, MANY + 100L);
            assertThat(ranges).allMatch(range -> range.bytes() == range.documents() * info.averageBytes(0));
        }
    }

    @Test
    void aDocumentWithTheLargestKeyOfAllIsInTheLastChunk() {
        try (MongoDouble mongo = stocked(1000)) {
            mongo.insert("shop.orders", new BsonDocument("_id", new BsonMaxKey()));
            try (MongoSource source = Sources.of(mongo)) {
                assertThat(readAll(source, Sources.only(source, "shop.orders"), 300))
                        .hasSize(1001)
                        .endsWith(new BsonDocument("_id", new BsonMaxKey()));
            }
        }
    }

    @Test
    void aServerThatIsThrottlingIsAskedAgain() {
        try (MongoDouble mongo = stocked(1000);
                MongoSource source = Sources.of(mongo)) {
            mongo.faults().on("listCollections").answer(16500, "TooManyRequests", "RetryAfterMs=8");
            mongo.faults().on("find").next(2).answer(16500, "TooManyRequests", "RetryAfterMs=8");
            mongo.faults().on("splitVector").answer(91, "ShutdownInProgress", "shutting down");

            CollectionInfo info = Sources.only(source, "shop.orders");

            assertThat(readAll(source, info, 100)).isEqualTo(numbered(1000));
        }
    }

    private static MongoDouble stocked(int documents, String... refused) {
        MongoDouble.Builder builder = MongoDouble.builder();
        List.of(refused).forEach(builder::refusing);
        return builder.start()
                .insert("shop.orders", numbered(documents).toArray(BsonDocument[]::new))
                .insert("shop.strings", strings(1000));
    }

    private static BsonDocument[] strings(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> BsonDocument.parse("{_id: 'name " + n + "'}"))
                .toArray(BsonDocument[]::new);
    }

    private static void refuseSample(MongoDouble mongo) {
        mongo.faults()
                .on("aggregate")
                .where(aggregate -> aggregate.body().toString().contains("$sample"))
                .always()
                .answer(40324, "Location40324", "Unrecognized pipeline stage name: '$sample'");
    }

    private static boolean sampled(MongoDouble mongo) {
        return mongo.recorded().commands("aggregate").stream()
                .anyMatch(aggregate -> aggregate.body().toString().contains("$sample"));
    }
}
