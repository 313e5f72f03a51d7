package dev.millrace.doubles.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoQueryException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.RawBsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads as the real driver does them, against the double and, where there is one, a real server. */
class DriverReadsTest {
    private static final String SERVERS = "dev.millrace.doubles.mongo.ServerUnderTest#all";

    private static MongoCollection<BsonDocument> numbered(ServerUnderTest server, int count) {
        MongoCollection<BsonDocument> collection = server.collection("numbers");
        collection.insertMany(IntStream.range(0, count)
                .mapToObj(i -> new BsonDocument("_id", new BsonInt32(i)).append("even", new BsonInt32(1 - i % 2)))
                .toList());
        return collection;
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void scansEverythingInOrderOverManyBatches(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = numbered(server, 1000);

        List<Integer> ids = new ArrayList<>();
        collection
                .find()
                .sort(Sorts.ascending("_id"))
                .batchSize(100)
                .forEach(document -> ids.add(document.getInt32("_id").getValue()));

        assertThat(ids).isEqualTo(IntStream.range(0, 1000).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void firstBatchHolds101DocumentsUnlessToldOtherwise(ServerUnderTest server) {
        numbered(server, 102);

        BsonDocument reply = server.run("{find: 'numbers'}");

        assertThat(reply.getDocument("cursor").getArray("firstBatch")).hasSize(101);
        assertThat(reply.getDocument("cursor").getInt64("id").getValue()).isNotZero();
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void aBatchThatIsFullSaysOnlyAtTheNextOneThatItWasTheLast(ServerUnderTest server) {
        numbered(server, 10);
        long id = server.run("{find: 'numbers', batchSize: 10}")
                .getDocument("cursor")
                .getInt64("id")
                .getValue();

        BsonDocument cursor = server.database
                .runCommand(
                        new BsonDocument("getMore", new BsonInt64(id))
                                .append("collection", new org.bson.BsonString("numbers")),
                        BsonDocument.class)
                .getDocument("cursor");

        assertThat(cursor.getArray("nextBatch")).isEmpty();
        assertThat(cursor.getInt64("id").getValue()).isZero();
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void aKilledCursorIsNotFound(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = numbered(server, 100);
        try (MongoCursor<BsonDocument> cursor = collection.find().batchSize(10).cursor()) {
            server.run("{killCursors: 'numbers', cursors: [{$numberLong: '"
                    + cursor.getServerCursor().getId() + "'}]}");

            assertThatThrownBy(() -> cursor.forEachRemaining(document -> {}))
                    .isInstanceOf(MongoCursorNotFoundException.class);
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void samplesAsManyDifferentIdsAsAskedFor(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = numbered(server, 1000);

        List<BsonDocument> sample = collection
                .aggregate(List.of(Aggregates.sample(40), Aggregates.project(Projections.include("_id"))))
                .into(new ArrayList<>());

        assertThat(new HashSet<>(sample)).hasSize(40);
        assertThat(sample).allMatch(document -> document.keySet().equals(java.util.Set.of("_id")));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void countsByEstimateAndByFilter(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = numbered(server, 101);

        assertThat(collection.estimatedDocumentCount()).isEqualTo(101);
        assertThat(collection.countDocuments(Filters.eq("even", 1))).isEqualTo(51);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void limitsSkipsAndProjects(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = numbered(server, 20);

        List<BsonDocument> found = collection
                .find(Filters.eq("even", 1))
                .sort(Sorts.descending("_id"))
                .skip(1)
                .limit(2)
                .projection(Projections.excludeId())
                .into(new ArrayList<>());

        assertThat(found).containsExactly(BsonDocument.parse("{even: 1}"), BsonDocument.parse("{even: 1}"));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void projectsNestedFieldsInAndOut(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = server.collection("nested");
        collection.insertOne(BsonDocument.parse("{_id: 1, a: {b: 1, c: 2}, d: [{b: 3, c: 4}, 5], e: 6}"));

        BsonDocument kept =
                collection.find().projection(Projections.include("a.b", "d.b")).first();
        BsonDocument dropped =
                collection.find().projection(Projections.exclude("a.b", "d.b")).first();

        assertThat(kept).isEqualTo(BsonDocument.parse("{_id: 1, a: {b: 1}, d: [{b: 3}]}"));
        assertThat(dropped).isEqualTo(BsonDocument.parse("{_id: 1, a: {c: 2}, d: [{c: 4}, 5], e: 6}"));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void listsCollectionsWithTheirKinds(ServerUnderTest server) {
        server.run("{create: 'plain'}");
        server.run("{create: 'ring', capped: true, size: 100000}");
        server.run("{create: 'seen', viewOn: 'plain', pipeline: [{$match: {a: 1}}]}");

        List<BsonDocument> entries =
                server.database.listCollections(BsonDocument.class).into(new ArrayList<>());

        assertThat(entries)
                .extracting(entry -> entry.getString("name").getValue() + " "
                        + entry.getString("type").getValue())
                .containsExactlyInAnyOrder(
                        "plain collection", "ring collection", "seen view", "system.views collection");
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void readsAViewThroughItsPipeline(ServerUnderTest server) {
        numbered(server, 10);
        server.run("{create: 'evens', viewOn: 'numbers', pipeline: [{$match: {even: 1}}]}");

        MongoCollection<BsonDocument> view = server.collection("evens");

        assertThat(view.find().into(new ArrayList<>())).hasSize(5);
        assertThat(view.countDocuments()).isEqualTo(5);
        assertThatThrownBy(() -> server.run("{collStats: 'evens'}"))
                .isInstanceOfSatisfying(
                        MongoCommandException.class,
                        e -> assertThat(e.getCode()).isEqualTo(166));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void keepsTheNewestOfACappedCollectionInNaturalOrder(ServerUnderTest server) {
        server.run("{create: 'ring', capped: true, size: 100000, max: 3}");
        MongoCollection<BsonDocument> ring = server.collection("ring");
        for (int id : new int[] {5, 1, 4, 2, 3}) {
            ring.insertOne(new BsonDocument("_id", new BsonInt32(id)));
        }

        List<Integer> ids = new ArrayList<>();
        ring.find()
                .sort(BsonDocument.parse("{$natural: 1}"))
                .forEach(d -> ids.add(d.getInt32("_id").getValue()));

        assertThat(ids).containsExactly(4, 2, 3);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void a16MegabyteDocumentPassesAndHasABatchOfItsOwn(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = server.collection("big");
        int payload = 16 * 1024 * 1024 - 64;
        for (int i = 0; i < 2; i++) {
            collection.insertOne(
                    new BsonDocument("_id", new BsonInt32(i)).append("bytes", new BsonBinary(new byte[payload])));
        }

        List<Integer> sizes = new ArrayList<>();
        server.database
                .getCollection("big", RawBsonDocument.class)
                .find()
                .forEach(document -> sizes.add(document.getByteBuffer().remaining()));

        assertThat(sizes).hasSize(2).allMatch(size -> size > payload && size <= 16 * 1024 * 1024);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void refusesOperatorsThatDoNotExist(ServerUnderTest server) {
        numbered(server, 1);

        assertThatThrownBy(() -> server.collection("numbers")
                        .find(BsonDocument.parse("{even: {$nope: 1}}"))
                        .first())
                .isInstanceOfSatisfying(
                        MongoQueryException.class, e -> assertThat(e.getCode()).isEqualTo(2));
    }
}
