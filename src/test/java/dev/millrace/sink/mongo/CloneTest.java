package dev.millrace.sink.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.RecordedCommand;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.model.RunPlan;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.sink.mongo.ClonedCollections.Result;
import dev.millrace.sink.mongo.index.IndexListener;
import dev.millrace.sink.mongo.index.IndexTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Collections with everything that belongs to them, from one server to another. */
class CloneTest {

    private static final WriteOptions DROPPING =
            new WriteOptions(WriteConcern.MAJORITY, OnConflict.FAIL, EmptyTimestamps.REJECT, 100, true);

    private final ClonedCollections servers = new ClonedCollections();

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void documentsArriveByteForByteUnderTheNamesThatWereAskedFor() {
        numbered("shop.orders", 300);
        numbered("shop.users", 20);

        Result result =
                servers.run(new CloneOptions(TargetNames.inDatabase("archive"), IndexTiming.AFTER, false), "shop.*");

        assertThat(result.complete()).isTrue();
        assertThat(result.written()).isEqualTo(320);
        assertThat(servers.target.documents("archive.orders")).isEqualTo(servers.source.documents("shop.orders"));
        assertThat(servers.target.documents("archive.users")).isEqualTo(servers.source.documents("shop.users"));
    }

    @Test
    void oneCollectionCanTakeAnotherName() {
        numbered("shop.orders", 3);
        TargetNames names = TargetNames.renaming(Namespace.parse("shop.orders"), Namespace.parse("new.orders.archive"));

        servers.run(new CloneOptions(names, IndexTiming.AFTER, false), "shop.orders");

        assertThat(servers.target.documents("new.orders.archive")).hasSize(3);
    }

    @Test
    void documentsThatTheValidatorWouldRefuseArriveAndItIsInForceAfterwards() {
        servers.source.create("shop.orders", json("{validator: {a: {$gt: 0}}, validationAction: 'warn'}"));
        servers.source.insert("shop.orders", json("{_id: 1, a: -1}"));
        servers.source.insert("shop.orders", json("{_id: 2, a: 1}"));

        Result result = servers.run(ClonedCollections.SAME_NAMES, "shop.orders");

        assertThat(result.complete()).isTrue();
        assertThat(servers.target.documents("shop.orders")).hasSize(2);
        assertThat(servers.options("shop.orders"))
                .isEqualTo(json("{validator: {a: {$gt: 0}}, validationAction: 'warn', validationLevel: 'strict'}"));
    }

    @Test
    void aValidatorThatMayNotBeSwitchedOnIsToldAndTriedAgain() {
        servers.source.create("shop.orders", json("{validator: {a: {$gt: 0}}}"));
        servers.target.faults().on("collMod").answer(13, "Unauthorized", "not authorized");
        RunPlan plan = servers.plan("shop.orders");
        try (MongoSink sink = servers.sink(ClonedCollections.SAME_NAMES)) {
            Result first = servers.resume(plan, sink);
            Result second = servers.resume(plan, sink);

            assertThat(first.complete()).isFalse();
            assertThat(first.notes()).first().asString().contains("validator", "dbAdmin");
            assertThat(second.complete()).isTrue();
        }
        assertThat(servers.options("shop.orders").getString("validationLevel").getValue())
                .isEqualTo("strict");
    }

    @Test
    void aViewIsMadeAfterItsBaseAndNothingIsReadForIt() {
        numbered("shop.orders", 10);
        servers.source.create("shop.a_view_of_a_view", json("{viewOn: 'large', pipeline: []}"));
        servers.source.create("shop.large", json("{viewOn: 'orders', pipeline: [{$match: {a: {$gt: 5}}}]}"));

        Result result =
                servers.run(new CloneOptions(TargetNames.inDatabase("archive"), IndexTiming.AFTER, false), "shop.*");

        assertThat(result.written()).isEqualTo(10);
        assertThat(servers.options("archive.large"))
                .isEqualTo(json("{viewOn: 'orders', pipeline: [{$match: {a: {$gt: 5}}}]}"));
        assertThat(servers.target.recorded().commands("create").stream()
                        .map(command -> command.body().getString("create").getValue()))
                .containsExactly("orders", "large", "a_view_of_a_view");
        assertThat(servers.source.recorded().commands("find"))
                .allMatch(find -> find.body().getString("find").getValue().equals("orders"));
    }

    @Test
    void aViewWhoseBaseIsNotMovedIsMadeAndToldOf() {
        numbered("shop.orders", 1);
        servers.source.create("shop.large", json("{viewOn: 'orders', pipeline: []}"));

        Result result = servers.run(ClonedCollections.SAME_NAMES, "shop.large");

        assertThat(result.complete()).isTrue();
        assertThat(result.notes()).contains("shop.large is a view of shop.orders, which is not in the target");
    }

    @Test
    void anotherViewOfThatNameStaysAndLeavesTheRunOpen() {
        servers.source.create("shop.large", json("{viewOn: 'orders', pipeline: []}"));
        servers.target.create("shop.large", json("{viewOn: 'users', pipeline: []}"));

        Result result = servers.run(ClonedCollections.SAME_NAMES, "shop.large");

        assertThat(result.complete()).isFalse();
        assertThat(result.notes()).first().asString().contains("shop.large", "differs in viewOn", "drop it");
    }

    /** A plan that was in a run store has the other form. */
    @Test
    void aRegularExpressionInAViewMayBeSpelledInTwoWays() {
        BsonDocument operators =
                new BsonDocument("$regex", new BsonString("^x")).append("$options", new BsonString("i"));
        servers.source.create("shop.large", matching(operators));
        servers.target.create("shop.large", matching(new BsonRegularExpression("^x", "i")));

        assertThat(servers.run(ClonedCollections.SAME_NAMES, "shop.large").complete())
                .isTrue();
    }

    private static BsonDocument matching(BsonValue pattern) {
        BsonDocument match = new BsonDocument("$match", new BsonDocument("a", pattern));
        return new BsonDocument("viewOn", new BsonString("orders")).append("pipeline", new BsonArray(List.of(match)));
    }

    @Test
    void aTimeSeriesCollectionIsWrittenAnewByEachAttempt() {
        servers.source.create(
                "shop.readings", json("{timeseries: {timeField: 't', metaField: 'm'}, expireAfterSeconds: 60}"));
        for (int i = 0; i < 50; i++) {
            servers.source.insert("shop.readings", json("{_id: 1, t: {$date: 1700000000000}, m: 'a', v: " + i + "}"));
        }
        RunPlan plan = servers.plan("shop.readings");
        servers.target.faults().on("insert").nth(2).closeBeforeReply();
        try (MongoSink sink = servers.sink(ClonedCollections.SAME_NAMES)) {
            sink.begin(plan);
            assertThatThrownBy(() -> servers.resume(plan, sink))
                    .isInstanceOfSatisfying(
                            MillraceException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT));
            Result second = servers.resume(plan, sink);

            assertThat(second.complete()).isTrue();
            assertThat(second.written()).isEqualTo(50);
        }
        assertThat(servers.target.documents("shop.readings")).hasSize(50);
        assertThat(servers.options("shop.readings")
                        .getNumber("expireAfterSeconds")
                        .intValue())
                .isEqualTo(60);
        assertThat(servers.target.recorded().commands("create"))
                .noneMatch(create -> create.body().containsKey("expireAfterSeconds"));
    }

    @Test
    void somethingElseThatIsWrittenToATimeSeriesCollectionIsNoticedAtTheEnd() {
        servers.source.create("shop.readings", json("{timeseries: {timeField: 't'}}"));
        servers.source.insert("shop.readings", json("{_id: 1, t: {$date: 1700000000000}}"));
        servers.target
                .faults()
                .on("insert")
                .where(insert -> {
                    servers.target.insert("shop.readings", json("{_id: 9}"));
                    return false;
                })
                .always()
                .closeBeforeRunning();

        assertThatThrownBy(() -> servers.run(ClonedCollections.SAME_NAMES, "shop.readings"))
                .isInstanceOfSatisfying(MillraceException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
                    assertThat(failure.problem()).contains("shop.readings has 2 documents after 1 were written");
                });
    }

    @Test
    void aCappedCollectionKeepsItsOrderAndItsLimits() {
        servers.source.create("shop.log", json("{capped: true, size: 100000, max: 100}"));
        for (int id = 40; id > 0; id--) {
            servers.source.insert("shop.log", json("{_id: " + id + ", text: 'a line'}"));
        }

        Result first = servers.run(ClonedCollections.SAME_NAMES, "shop.log");

        assertThat(first.written()).isEqualTo(40);
        assertThat(servers.options("shop.log")).isEqualTo(json("{capped: true, size: 100000, max: 100}"));
        assertThatThrownBy(() -> servers.run(ClonedCollections.SAME_NAMES, "shop.log"))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("shop.log has documents already");
        servers.write = DROPPING;
        assertThat(servers.run(ClonedCollections.SAME_NAMES, "shop.log").written())
                .isEqualTo(40);
        assertThat(inNaturalOrder("shop", "log"))
                .isEqualTo(IntStream.iterate(40, id -> id > 0, id -> id - 1)
                        .boxed()
                        .toList());
    }

    @Test
    void aCollectionOfAnotherKindIsRefused() {
        numbered("shop.orders", 1);
        servers.target.create("shop.orders", json("{capped: true, size: 4096}"));

        assertThatThrownBy(() -> servers.run(ClonedCollections.SAME_NAMES, "shop.orders"))
                .isInstanceOfSatisfying(MillraceException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
                    assertThat(failure.problem()).contains("shop.orders is in the target already", "capped");
                });
    }

    @Test
    void optionsOfACollectionThatWasThereAreToldWhereTheyDiffer() {
        servers.source.create("shop.orders", json("{changeStreamPreAndPostImages: {enabled: true}}"));
        servers.target.create("shop.orders", new BsonDocument());

        Result result = servers.run(ClonedCollections.SAME_NAMES, "shop.orders");

        assertThat(result.complete()).isTrue();
        assertThat(result.notes())
                .singleElement()
                .asString()
                .contains("shop.orders differs from the source in changeStreamPreAndPostImages");
    }

    @Test
    void whatAnOlderServerLacksIsLeftOutAndToldOf() {
        servers.source.create("shop.orders", json("{changeStreamPreAndPostImages: {enabled: true}}"));
        servers.target
                .faults()
                .on("create")
                .where(create -> create.body().containsKey("changeStreamPreAndPostImages"))
                .always()
                .answer(
                        40415,
                        "Location40415",
                        "BSON field 'create.changeStreamPreAndPostImages' is an unknown field.");

        Result result = servers.run(ClonedCollections.SAME_NAMES, "shop.orders");

        assertThat(result.notes()).singleElement().asString().contains("the target does not have that");
    }

    @Test
    void collationAndClusteredIndexArePassedOn() {
        servers.source.create(
                "shop.orders",
                json(
                        "{collation: {locale: 'de', strength: 2, version: '57.1'},"
                                + " clusteredIndex: {v: 2, key: {_id: 1}, name: '_id_', unique: true}, expireAfterSeconds: 9}"));

        servers.run(ClonedCollections.SAME_NAMES, "shop.orders");

        BsonDocument create =
                servers.target.recorded().commands("create").getFirst().body();
        assertThat(create.getDocument("collation")).isEqualTo(json("{locale: 'de', strength: 2}"));
        assertThat(create).containsKey("clusteredIndex").doesNotContainKey("expireAfterSeconds");
        RecordedCommand change = servers.target.recorded().commands("collMod").getFirst();
        assertThat(change.body().getNumber("expireAfterSeconds").intValue()).isEqualTo(9);
    }

    @Test
    void dropRefusesToDestroyTheSource() {
        numbered("shop.orders", 1);
        servers.write = DROPPING;
        RunPlan plan = servers.plan("shop.orders");
        try (MongoSink sink = new MongoSink(
                MongoConnection.open(servers.source.uri(), MongoOptions.none()),
                DROPPING,
                ClonedCollections.SAME_NAMES,
                servers.rejects,
                IndexListener.NONE)) {
            assertThatThrownBy(() -> sink.begin(plan))
                    .isInstanceOf(MillraceException.class)
                    .hasMessageContaining("shop.orders is the source itself");
        }
        assertThat(servers.source.documents("shop.orders")).hasSize(1);
    }

    @Test
    void twoCollectionsCannotBecomeOneAndNoneBecomesTheSystems() {
        numbered("shop.orders", 1);
        numbered("archive.orders", 1);

        assertThatThrownBy(() -> servers.run(into("new"), "shop.orders", "archive.orders"))
                .isInstanceOf(MillraceException.class)
                .hasMessage("archive.orders and shop.orders would both become new.orders");
        assertThatThrownBy(() -> servers.run(into("admin"), "shop.orders"))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("admin.orders belongs to the target's system");
    }

    private static CloneOptions into(String database) {
        return new CloneOptions(TargetNames.inDatabase(database), IndexTiming.AFTER, false);
    }

    @Test
    void aPrimaryThatStepsDownForAnotherAddressIsFollowed() {
        numbered("shop.orders", 500);
        servers.write = new WriteOptions(WriteConcern.MAJORITY, OnConflict.FAIL, EmptyTimestamps.REJECT, 10, false);
        stepDownDuring(servers.target, 7);

        Result result = servers.run(ClonedCollections.SAME_NAMES, "shop.orders");

        assertThat(result.complete()).isTrue();
        assertThat(result.written()).isEqualTo(500);
        assertThat(servers.target.documents("shop.orders")).isEqualTo(servers.source.documents("shop.orders"));
    }

    private static void stepDownDuring(MongoDouble server, int insert) {
        server.faults()
                .on("insert")
                .where(command -> {
                    if (server.recorded().count("insert") == insert) {
                        server.stepDown();
                    }
                    return false;
                })
                .always()
                .closeBeforeRunning();
    }

    private List<Integer> inNaturalOrder(String database, String collection) {
        try (MongoClient client = MongoClients.create(servers.target.uri())) {
            return client.getDatabase(database)
                    .getCollection(collection, BsonDocument.class)
                    .find()
                    .sort(new BsonDocument("$natural", new BsonInt32(1)))
                    .map(document -> document.getNumber("_id").intValue())
                    .into(new ArrayList<>());
        }
    }

    private void numbered(String namespace, int count) {
        IntStream.rangeClosed(1, count)
                .forEach(id -> servers.source.insert(namespace, json("{_id: " + id + ", a: " + id + "}")));
    }

    private static BsonDocument json(String text) {
        return BsonDocument.parse(text);
    }
}
