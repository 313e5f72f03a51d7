package dev.millrace.source.mongo.change;

import static dev.millrace.source.mongo.change.Streams.QUICK;
import static dev.millrace.source.mongo.change.Streams.ids;
import static dev.millrace.source.mongo.change.Streams.place;
import static dev.millrace.source.mongo.change.Streams.take;
import static dev.millrace.source.mongo.change.Streams.takeWhateverHappens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.RecordedCommand;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.StreamStart;
import dev.millrace.source.ChangeReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a stream when connection, cursor, primary or history is lost. */
class ChangeFaultTest {

    private static final String RESUMABLE = "ResumableChangeStreamError";

    private MongoDouble mongo = new MongoDouble();

    @BeforeEach
    void start() {
        mongo = new MongoDouble().start();
    }

    @AfterEach
    void stop() {
        mongo.close();
    }

    private MongoChangeSource orders() {
        return Streams.of(mongo.uri() + "&socketTimeoutMS=700", "shop.orders", QUICK.withBatchSize(10));
    }

    private void insert(int from, int to) {
        mongo.insert(
                "shop.orders",
                IntStream.range(from, to)
                        .mapToObj(i -> new BsonDocument("_id", new BsonInt32(i)))
                        .toArray(BsonDocument[]::new));
    }

    private static boolean isStream(RecordedCommand command) {
        return command.body().getArray("pipeline").getFirst().asDocument().containsKey("$changeStream");
    }

    static Stream<Consumer<MongoDouble>> losses() {
        return Stream.of(
                mongo -> mongo.faults().on("getMore").nth(3).closeBeforeRunning(),
                mongo -> mongo.faults().on("getMore").nth(3).closeBeforeReply(),
                mongo -> mongo.faults().on("getMore").nth(3).closeInReply(),
                mongo -> mongo.faults().on("getMore").nth(3).killCursors(),
                mongo -> mongo.faults().on("getMore").nth(3).freeze(),
                mongo -> answer(mongo, 43, "CursorNotFound"),
                mongo -> answer(mongo, 10107, "NotWritablePrimary", RESUMABLE),
                mongo -> answer(mongo, 189, "PrimarySteppedDown", RESUMABLE),
                mongo -> answer(mongo, 91, "ShutdownInProgress", RESUMABLE),
                mongo -> answer(mongo, 11600, "InterruptedAtShutdown", RESUMABLE),
                mongo -> answer(mongo, 237, "CursorKilled"),
                mongo -> answer(mongo, 136, "CappedPositionLost"),
                mongo -> {
                    answer(mongo, 10107, "NotWritablePrimary", RESUMABLE);
                    mongo.faults()
                            .on("aggregate")
                            .where(ChangeFaultTest::isStream)
                            .nth(2)
                            .closeBeforeReply();
                    mongo.faults()
                            .on("aggregate")
                            .where(ChangeFaultTest::isStream)
                            .nth(3)
                            .closeBeforeRunning();
                });
    }

    private static void answer(MongoDouble mongo, int code, String name, String... labels) {
        mongo.faults().on("getMore").nth(3).answer(code, name, "as asked", labels);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void everyEventComesOnceAndInOrderWhateverIsLostInTheMiddle(Consumer<MongoDouble> loss) {
        try (MongoChangeSource source = orders()) {
            ResumePoint before;
            try (ChangeReader reader = source.open(new StreamStart.Now())) {
                before = place(reader);
            }
            insert(0, 100);
            loss.accept(mongo);

            List<ChangeEvent> events = takeWhateverHappens(source, before, 100);

            assertThat(ids(events)).isEqualTo(IntStream.range(0, 100).boxed().toList());
        }
    }

    @Test
    void everyEventComesOnceThoughTheConnectionsAreCutAgainAndAgain() {
        try (MongoChangeSource source = orders()) {
            ResumePoint before;
            try (ChangeReader reader = source.open(new StreamStart.Now())) {
                before = place(reader);
            }
            for (int i = 0; i < 10; i++) {
                mongo.faults().on("getMore").nth(2 + 3 * i).closeInReply();
                mongo.faults().on("aggregate").nth(3 + 2 * i).closeBeforeReply();
            }
            insert(0, 500);

            List<ChangeEvent> events = takeWhateverHappens(source, before, 500);

            assertThat(ids(events)).isEqualTo(IntStream.range(0, 500).boxed().toList());
        }
    }

    @Test
    void aStreamFollowsThePrimaryToAnotherMember() {
        try (MongoChangeSource source = orders();
                ChangeReader reader = source.open(new StreamStart.Now())) {
            insert(0, 40);
            List<ChangeEvent> events = new ArrayList<>(take(reader, 25));
            mongo.stepDown();
            mongo.killAllCursors();
            mongo.dropConnections();
            insert(40, 80);

            events.addAll(take(reader, 55));

            assertThat(ids(events)).isEqualTo(IntStream.range(0, 80).boxed().toList());
        }
    }

    @Test
    void aStreamOfWhatHappensNowThatIsLostBeforeItHasAPlaceBeginsWhereItBegan() {
        try (MongoChangeSource source = orders()) {
            StreamStart beginning;
            try (ChangeReader reader = source.open(new StreamStart.Now())) {
                beginning = reader.beginning();
            }
            insert(0, 20);

            try (ChangeReader again = source.open(beginning)) {
                assertThat(ids(take(again, 20)))
                        .isEqualTo(IntStream.range(0, 20).boxed().toList());
            }
        }
    }

    @Test
    void anInvalidateEventIsGoneOnFromThoughTheDriverCannotDoItAfterALoss() {
        try (MongoChangeSource source = orders()) {
            ResumePoint invalidate;
            insert(0, 1);
            try (ChangeReader reader = source.open(new StreamStart.Now())) {
                mongo.insert("shop.others", new BsonDocument("_id", new BsonInt32(1)));
                drop();
                invalidate = take(reader, 2).getLast().header().point();
            }
            mongo.faults().on("getMore").nth(1).closeBeforeReply();
            insert(1, 20);

            List<ChangeEvent> events = takeWhateverHappens(source, invalidate, 19);

            assertThat(ids(events)).isEqualTo(IntStream.range(1, 20).boxed().toList());
        }
    }

    private void drop() {
        try (var client = com.mongodb.client.MongoClients.create(mongo.uri())) {
            client.getDatabase("shop").getCollection("orders").drop();
        }
    }

    @Test
    void aPlaceThatTheServerHasForgottenIsLostForEver() {
        try (MongoChangeSource source = orders()) {
            ResumePoint place;
            try (ChangeReader reader = source.open(new StreamStart.Now())) {
                insert(0, 2);
                place = take(reader, 1).getFirst().header().point();
            }
            mongo.history().forgetEverything();

            MillraceException lost = failure(source, new StreamStart.After(place));

            assertThat(lost.kind()).isEqualTo(FailureKind.HISTORY_LOST);
            assertThat(lost.problem()).contains("shop.orders", "oplog", "286");
            assertThat(lost.hint()).contains("resync", "restart-now");
        }
    }

    @Test
    void anOpenStreamThatIsOvertakenByForgettingIsLostToo() {
        try (MongoChangeSource source = orders();
                ChangeReader reader = source.open(new StreamStart.Now())) {
            insert(0, 30);
            take(reader, 10);
            mongo.history().forgetEverything();

            MillraceException lost = catchThrowableOfType(MillraceException.class, () -> take(reader, 20));

            assertThat(lost.kind()).isEqualTo(FailureKind.HISTORY_LOST);
        }
    }

    @Test
    void anIdleStreamThatKeepsMovingOutlivesTheForgetting() {
        try (MongoChangeSource source = orders()) {
            ResumePoint idle;
            try (ChangeReader reader = source.open(new StreamStart.Now())) {
                String first = place(reader).text();
                mongo.history().noop();
                mongo.history().forgetEverything();
                Eventually.until("the place moves on", () -> {
                    assertThat(reader.next()).isEmpty();
                    return reader.position().orElseThrow().text().compareTo(first) > 0;
                });
                idle = reader.position().orElseThrow();
            }
            insert(0, 1);

            try (ChangeReader again = source.open(new StreamStart.After(idle))) {
                assertThat(ids(take(again, 1))).containsExactly(0);
            }
        }
    }

    @Test
    void aPlaceOfAnotherDeploymentIsNotFound() {
        try (MongoDouble other = new MongoDouble().start();
                MongoChangeSource source = orders()) {
            insert(0, 1);
            ResumePoint foreign;
            try (MongoChangeSource elsewhere = Streams.of(other.uri(), "shop.orders");
                    ChangeReader reader = elsewhere.open(new StreamStart.Now())) {
                other.insert("shop.orders", new BsonDocument("_id", new BsonInt32(7)));
                foreign = take(reader, 1).getFirst().header().point();
            }

            MillraceException lost = failure(source, new StreamStart.After(foreign));

            assertThat(lost.kind()).isEqualTo(FailureKind.HISTORY_LOST);
            assertThat(lost.problem()).contains("280");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {260, 280, 286})
    void whatNoOtherTryCanMendIsToldAsLostHistory(int code) {
        try (MongoChangeSource source = orders()) {
            ResumePoint place;
            try (ChangeReader reader = source.open(new StreamStart.Now())) {
                place = place(reader);
            }
            mongo.faults().on("aggregate").answer(code, "Name", "text", "NonResumableChangeStreamError");

            MillraceException lost = failure(source, new StreamStart.After(place));

            assertThat(lost.kind()).isEqualTo(FailureKind.HISTORY_LOST);
            assertThat(lost.problem()).contains(Integer.toString(code));
        }
    }

    @Test
    void aMissingPrivilegeIsToldWithTheRoleThatHasIt() {
        try (MongoChangeSource source = orders()) {
            mongo.faults().on("aggregate").answer(13, "Unauthorized", "not authorized on shop to execute command");

            MillraceException refused = failure(source, new StreamStart.Now());

            assertThat(refused.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(refused.hint()).contains("grant the read role on shop");
        }
    }

    @Test
    void aPipelineThatTheServerDoesNotUnderstandIsAUsageError() {
        ChangeOptions wrong = QUICK.withPipeline(List.of(BsonDocument.parse("{$match: {$nonsense: 1}}")));
        try (MongoChangeSource source = Streams.of(mongo.uri(), "shop.orders", wrong)) {
            MillraceException refused = failure(source, new StreamStart.Now());

            assertThat(refused.kind()).isEqualTo(FailureKind.USAGE);
            assertThat(refused.hint()).contains("pipeline");
        }
    }

    @Test
    void aPipelineThatReplacesTheTokenUnseenIsAUsageError() {
        ChangeOptions wrong = QUICK.withPipeline(List.of(BsonDocument.parse("{$redact: '$$KEEP'}")));
        try (MongoChangeSource source = Streams.of(mongo.uri(), "shop.orders", wrong)) {
            mongo.faults()
                    .on("aggregate")
                    .answer(
                            280,
                            "ChangeStreamFatalError",
                            "Encountered an event whose _id field, which contains the resume token, was modified by the"
                                    + " pipeline.");

            MillraceException refused = failure(source, new StreamStart.Now());

            assertThat(refused.kind()).isEqualTo(FailureKind.USAGE);
            assertThat(refused.hint()).contains("_id");
        }
    }

    private static MillraceException failure(MongoChangeSource source, StreamStart start) {
        return catchThrowableOfType(MillraceException.class, () -> {
            try (ChangeReader reader = source.open(start)) {
                take(reader, 1);
            }
        });
    }
}
