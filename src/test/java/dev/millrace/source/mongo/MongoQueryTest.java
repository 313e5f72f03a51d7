package dev.millrace.source.mongo;

import static dev.millrace.contract.Reading.documents;
import static dev.millrace.contract.Reading.numbered;
import static dev.millrace.contract.Reading.plan;
import static dev.millrace.contract.Reading.read;
import static dev.millrace.contract.Reading.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.contract.EveryId;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filter, projection and limit. */
class MongoQueryTest {

    private static final BsonDocument NONE = new BsonDocument();

    private MongoDouble mongo = new MongoDouble();

    @BeforeEach
    void start() {
        mongo = MongoDouble.builder()
                .start()
                .insert("shop.orders", numbered(1000).toArray(BsonDocument[]::new))
                .insert("shop.mixed", EveryId.documents().toArray(BsonDocument[]::new));
    }

    @AfterEach
    void stop() {
        mongo.close();
    }

    @Test
    void aFilterOnOtherFieldsHoldsInEachChunk() {
        BsonDocument filter = BsonDocument.parse("{n: {$gte: 5}}");
        try (MongoSource source = Sources.of(mongo.uri(), filter, NONE, 0)) {
            List<BsonDocument> read = readAll(source, Sources.only(source, "shop.mixed"), 2);

            assertThat(read)
                    .containsExactlyInAnyOrderElementsOf(
                            EveryId.documents().subList(5, EveryId.documents().size()));
        }
    }

    @Test
    void aFilterOnIdsReadsNoMoreOfTheIndexThanItHasTo() {
        BsonDocument filter = BsonDocument.parse("{_id: {$gte: 100, $lt: 400}}");
        try (MongoSource source = Sources.of(mongo.uri(), filter, NONE, 0)) {
            CollectionInfo info = Sources.only(source, "shop.orders");

            List<ChunkRange> ranges = plan(source, info, 100);

            assertThat(ranges).hasSize(3);
            assertThat(readAll(source, info, 100)).isEqualTo(numbered(1000).subList(100, 400));
            assertThat(mongo.recorded().commands("find"))
                    .noneMatch(find -> find.body().containsKey("max"));
        }
    }

    @Test
    void aFilterOnIdsOfSeveralTypesFindsThemAll() {
        BsonDocument filter = BsonDocument.parse("{_id: {$nin: ['abc', 1, true]}}");
        try (MongoSource source = Sources.of(mongo.uri(), filter, NONE, 0)) {
            assertThat(readAll(source, Sources.only(source, "shop.mixed"), 2))
                    .hasSize(EveryId.documents().size() - 3);
        }
    }

    @Test
    void aProjectionIsPushedToTheServer() {
        BsonDocument projection = BsonDocument.parse("{_id: 1}");
        try (MongoSource source = Sources.of(mongo.uri(), NONE, projection, 0)) {
            assertThat(readAll(source, Sources.only(source, "shop.orders"), 100))
                    .hasSize(1000)
                    .contains(new BsonDocument("_id", new BsonInt32(7)));
        }
    }

    @Test
    void withoutIdsInTheDocumentsALostCursorIsATransientFailure() {
        BsonDocument projection = BsonDocument.parse("{_id: 0}");
        try (MongoSource source = Sources.of(mongo.uri(), NONE, projection, 0)) {
            CollectionInfo info = Sources.only(source, "shop.orders");
            ChunkRange range = plan(source, info, 10_000).getFirst();
            mongo.faults().on("getMore").answer(43, "CursorNotFound", "gone");

            MillraceException failure = catchThrowableOfType(MillraceException.class, () -> read(source, info, range));

            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 99, 1000, 5000})
    void aLimitIsExact(long limit) {
        try (MongoSource source = Sources.of(mongo.uri(), NONE, NONE, limit)) {
            assertThat(readAll(source, Sources.only(source, "shop.orders"), 100))
                    .isEqualTo(numbered((int) Math.min(1000, limit)));
        }
    }

    @Test
    void aLimitIsExactWhenTheCursorIsLost() {
        mongo.faults().on("getMore").always().killCursors();
        try (MongoSource source = Sources.of(mongo.uri(), NONE, NONE, 57)) {
            assertThat(readAll(source, Sources.only(source, "shop.orders"), 100))
                    .isEqualTo(numbered(57));
        }
    }

    @Test
    void aLimitHoldsWithAFilter() {
        BsonDocument filter = BsonDocument.parse("{n: {$gte: 5}}");
        try (MongoSource source = Sources.of(mongo.uri(), filter, NONE, 4)) {
            assertThat(readAll(source, Sources.only(source, "shop.mixed"), 2)).hasSize(4);
        }
    }

    @Test
    void aFilterThatTheServerDoesNotUnderstandIsAUsageError() {
        BsonDocument filter = BsonDocument.parse("{$nope: 1}");
        try (MongoSource source = Sources.of(mongo.uri(), filter, NONE, 0)) {
            CollectionInfo info = Sources.only(source, "shop.orders");

            MillraceException failure =
                    catchThrowableOfType(MillraceException.class, () -> readAll(source, info, 10_000));

            assertThat(failure.kind()).isEqualTo(FailureKind.USAGE);
            assertThat(failure.problem()).contains("$nope");
        }
    }

    @Test
    void aSampleKeepsToFilterAndProjection() {
        BsonDocument filter = BsonDocument.parse("{_id: {$lt: 3}}");
        try (MongoSource source = Sources.of(mongo.uri(), filter, BsonDocument.parse("{_id: 1}"), 0)) {
            DocumentBatch sample = new DocumentBatch(16);

            source.sample(Sources.only(source, "shop.orders"), 10, sample);

            assertThat(documents(sample))
                    .isNotEmpty()
                    .isSubsetOf(numbered(3).stream()
                            .map(document -> new BsonDocument("_id", document.get("_id")))
                            .toList());
        }
    }

    @Test
    void aServerWithoutRandomSamplesGivesItsFirstDocuments() {
        mongo.faults().on("aggregate").always().answer(40324, "Location40324", "no $sample here");
        try (MongoSource source = Sources.of(mongo)) {
            DocumentBatch sample = new DocumentBatch(16);

            source.sample(Sources.only(source, "shop.orders"), 5, sample);

            assertThat(documents(sample)).isEqualTo(numbered(5));
        }
    }
}
