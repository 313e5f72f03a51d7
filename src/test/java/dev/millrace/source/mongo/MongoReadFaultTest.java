package dev.millrace.source.mongo;

import static dev.millrace.contract.Reading.numbered;
import static dev.millrace.contract.Reading.plan;
import static dev.millrace.contract.Reading.read;
import static dev.millrace.contract.Reading.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.contract.EveryId;
import dev.millrace.doubles.mongo.Fault;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.Topology;
import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.source.ChunkReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading goes on where it was when the connection, the cursor or the primary is lost. */
class MongoReadFaultTest {

    private MongoDouble mongo = new MongoDouble();

    @BeforeEach
    void start() {
        mongo = MongoDouble.builder()
                .start()
                .insert("shop.orders", numbered(100).toArray(BsonDocument[]::new));
    }

    @AfterEach
    void stop() {
        mongo.close();
    }

    static Stream<Consumer<MongoDouble>> lossesInTheMiddle() {
        return Stream.of(
                mongo -> mongo.faults().on("getMore").nth(2).closeInReply(),
                mongo -> mongo.faults().on("getMore").nth(2).closeBeforeReply(),
                mongo -> mongo.faults().on("getMore").nth(2).closeBeforeRunning(),
                mongo -> mongo.faults().on("getMore").nth(2).killCursors(),
                mongo -> mongo.faults().on("getMore").nth(2).answer(43, "CursorNotFound", "cursor id 1 not found"),
                mongo -> mongo.faults().on("getMore").nth(2).answer(10107, "NotWritablePrimary", "not master"),
                mongo -> mongo.faults().on("getMore").nth(2).answer(11600, "InterruptedAtShutdown", "shutting down"),
                mongo -> mongo.faults().on("getMore").nth(2).answer(16500, "TooManyRequests", "RetryAfterMs=8"),
                mongo -> mongo.faults().on("getMore").answer(5, "Unknown", "x", "ResumableChangeStreamError"));
    }

    @ParameterizedTest
    @MethodSource("lossesInTheMiddle")
    void aCursorLostInTheMiddleIsOpenedAgainBehindTheLastDocument(Consumer<MongoDouble> loss) {
        try (MongoSource source = Sources.of(mongo)) {
            CollectionInfo info = Sources.only(source, "shop.orders");
            List<ChunkRange> whole = plan(source, info, 1000);
            mongo.recorded().clear();
            loss.accept(mongo);

            List<BsonDocument> read = read(source, info, whole.getFirst());

            assertThat(read).isEqualTo(numbered(100));
            assertThat(mongo.recorded().commands("find"))
                    .as("the chunk, the chunk again from where it was, the point at its end")
                    .hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void idsOfEveryTypeArriveOnceWhereverTheCursorIsLost(long nth) {
        mongo.insert("shop.mixed", EveryId.documents().toArray(BsonDocument[]::new));
        mongo.faults().on("getMore").nth(nth).killCursors();
        try (MongoSource source = Sources.of(mongo)) {
            assertThat(readAll(source, Sources.only(source, "shop.mixed"), 1000))
                    .containsExactlyInAnyOrderElementsOf(EveryId.documents());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void withoutIndexBoundsTheyDoToo(long nth) {
        mongo.insert("shop.mixed", EveryId.documents().toArray(BsonDocument[]::new));
        mongo.faults()
                .on("find")
                .where(find -> find.body().containsKey("max"))
                .always()
                .answer(9, "FailedToParse", "max?");
        mongo.faults().on("getMore").nth(nth).killCursors();
        try (MongoSource source = Sources.of(mongo)) {
            assertThat(readAll(source, Sources.only(source, "shop.mixed"), 1000))
                    .containsExactlyInAnyOrderElementsOf(EveryId.documents());
        }
    }

    @Test
    void aCursorLostAfterEachBatchStillComesToTheEnd() {
        mongo.faults().on("getMore").always().killCursors();
        try (MongoSource source = Sources.of(mongo)) {
            assertThat(readAll(source, Sources.only(source, "shop.orders"), 1000))
                    .isEqualTo(numbered(100));
        }
    }

    @Test
    void aServerThatDoesNotComeBackIsATransientFailureThatNamesTheChunk() {
        try (MongoSource source = Sources.of(mongo)) {
            CollectionInfo info = Sources.only(source, "shop.orders");
            ChunkRange range = plan(source, info, 1000).getFirst();
            mongo.faults().on("find").always().answer(189, "PrimarySteppedDown", "stepped down");

            MillraceException failure = catchThrowableOfType(MillraceException.class, () -> read(source, info, range));

            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(failure.problem()).contains("shop.orders chunk 0").contains("189 PrimarySteppedDown");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.log", "shop.view"})
    void naturalOrderCannotBeContinuedAndIsATransientFailure(String namespace) {
        mongo.create("shop.log", BsonDocument.parse("{capped: true, size: 100000}"));
        mongo.insert("shop.log", numbered(100).toArray(BsonDocument[]::new));
        mongo.create("shop.view", BsonDocument.parse("{viewOn: 'orders', pipeline: []}"));
        try (MongoSource source = Sources.of(mongo)) {
            CollectionInfo info = Sources.only(source, namespace);
            ChunkRange range = plan(source, info, 10).getFirst();
            Fault fault = mongo.faults().on("getMore").answer(43, "CursorNotFound", "gone");

            MillraceException failure = catchThrowableOfType(MillraceException.class, () -> read(source, info, range));

            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(fault.fired()).isEqualTo(1);
            assertThat(read(source, info, range)).as("read again").isEqualTo(numbered(100));
        }
    }

    @Test
    void onAShardedClusterTheChunkIsReadAgainBecauseIdsMayRepeatThere() {
        try (MongoDouble mongos =
                        MongoDouble.builder().topology(Topology.MONGOS).start();
                MongoSource source = Sources.of(mongos.uri())) {
            mongos.insert("shop.orders", numbered(100).toArray(BsonDocument[]::new));
            CollectionInfo info = Sources.only(source, "shop.orders");
            ChunkRange range = plan(source, info, 1000).getFirst();
            mongos.faults().on("getMore").answer(43, "CursorNotFound", "gone");

            MillraceException failure = catchThrowableOfType(MillraceException.class, () -> read(source, info, range));

            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        }
    }

    @Test
    void aFrozenNetworkEndsWithTheSocketTimeoutAndReadingGoesOn() {
        try (MongoSource source = Sources.of(mongo.uri() + "&socketTimeoutMS=300")) {
            CollectionInfo info = Sources.only(source, "shop.orders");
            ChunkRange range = plan(source, info, 1000).getFirst();
            Fault fault = mongo.faults().on("getMore").nth(2).freeze();

            assertThat(read(source, info, range)).isEqualTo(numbered(100));
            assertThat(fault.fired()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatAnswersNothingAnyMoreIsATransientFailure() {
        try (MongoSource source =
                Sources.of(mongo.uri() + "&socketTimeoutMS=200&connectTimeoutMS=200&serverSelectionTimeoutMS=300")) {
            CollectionInfo info = Sources.only(source, "shop.orders");
            ChunkRange range = plan(source, info, 1000).getFirst();
            mongo.faults().on("find").always().freeze();

            MillraceException failure = catchThrowableOfType(MillraceException.class, () -> read(source, info, range));

            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(failure.problem()).contains("127.0.0.1:" + mongo.port());
        }
    }

    @Test
    void anInterruptEndsAReadThatWaitsAndKeepsTheFlag() throws Exception {
        try (MongoSource source = Sources.of(mongo)) {
            CollectionInfo info = Sources.only(source, "shop.orders");
            ChunkRange range = plan(source, info, 1000).getFirst();
            Fault fault = mongo.faults().on("getMore").freeze();
            CompletableFuture<FailureKind> ended = new CompletableFuture<>();
            Thread reader = Thread.ofVirtual().start(() -> {
                MillraceException failure =
                        catchThrowableOfType(MillraceException.class, () -> read(source, info, range));
                ended.complete(Thread.currentThread().isInterrupted() ? failure.kind() : FailureKind.FAILED);
            });
            assertThat(fault.awaitFired(Duration.ofSeconds(10))).isTrue();

            reader.interrupt();

            assertThat(ended.get()).isEqualTo(FailureKind.INTERRUPTED);
        }
    }

    @Test
    void aFailureThatIsNotTransientIsNotTriedAgain() {
        try (MongoSource source = Sources.of(mongo)) {
            CollectionInfo info = Sources.only(source, "shop.orders");
            ChunkRange range = plan(source, info, 1000).getFirst();
            Fault fault =
                    mongo.faults().on("getMore").always().answer(13, "Unauthorized", "not authorized on {secret}");

            MillraceException failure = catchThrowableOfType(MillraceException.class, () -> read(source, info, range));

            assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(failure.problem()).doesNotContain("secret");
            assertThat(failure.hint()).contains("read role on shop");
            assertThat(fault.fired()).isEqualTo(1);
        }
    }

    @Test
    void closingAReaderGivesItsCursorBack() {
        try (MongoSource source = Sources.of(mongo)) {
            CollectionInfo info = Sources.only(source, "shop.orders");
            ChunkReader reader = source.open(
                    new Chunk(0, info.namespace(), 0, plan(source, info, 1000).getFirst()));
            reader.read(new DocumentBatch(16));

            reader.close();

            assertThat(mongo.openCursors()).isZero();
        }
    }
}
