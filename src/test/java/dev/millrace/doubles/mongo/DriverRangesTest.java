package dev.millrace.doubles.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoQueryException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ranges of {@code _id}s of every type: by index bounds and by comparison operators. */
class DriverRangesTest {
    private static final String SERVERS = "dev.millrace.doubles.mongo.ServerUnderTest#all";
    private static final BsonDocument BY_ID = BsonDocument.parse("{_id: 1}");

    /** One of each type, in BSON order. */
    private static final List<BsonValue> IDS = List.copyOf(BsonArray.parse("""
            [{$minKey: 1}, null, {$numberDouble: "NaN"}, -1, 1, {$numberDouble: "2.5"}, {$numberLong: "3"},
             {$numberDecimal: "4.5"}, "", "abc", {a: 1}, {a: 1, b: 2}, {$binary: {base64: "AQ==", subType: "00"}},
             {$binary: {base64: "MDAwMDAwMDAwMDAwMDAwMA==", subType: "04"}}, {$oid: "650000000000000000000005"}, false, true,
             {$date: "2020-01-01T00:00:00Z"}, {$timestamp: {t: 5, i: 1}}, {$maxKey: 1}]"""));

    private static MongoCollection<BsonDocument> mixed(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = server.collection("mixed");
        for (int i = 0; i < IDS.size(); i++) {
            collection.insertOne(new BsonDocument("_id", IDS.get((i * 7) % IDS.size())));
        }
        return collection;
    }

    private static FindIterable<BsonDocument> between(
            MongoCollection<BsonDocument> collection, BsonValue min, BsonValue max) {
        FindIterable<BsonDocument> find =
                collection.find().hint(BY_ID).sort(Sorts.ascending("_id")).batchSize(100);
        find = min == null ? find : find.min(new BsonDocument("_id", min));
        return max == null ? find : find.max(new BsonDocument("_id", max));
    }

    private static List<BsonValue> ids(FindIterable<BsonDocument> find) {
        return find.map(document -> document.get("_id")).into(new ArrayList<>());
    }

    private static void assertRefused(int code, ThrowingCallable find) {
        assertThatThrownBy(find)
                .isInstanceOfSatisfying(
                        MongoQueryException.class, e -> assertThat(e.getCode()).isEqualTo(code));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void minAndMaxReadAcrossTypesForEveryPairOfIds(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = mixed(server);

        for (int from = 0; from < IDS.size(); from++) {
            for (int to = from + 1; to < IDS.size(); to++) {
                assertThat(ids(between(collection, IDS.get(from), IDS.get(to)))).isEqualTo(IDS.subList(from, to));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void withoutMaxTheRangeEndsBeforeMaxKey(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = mixed(server);

        assertThat(ids(between(collection, IDS.get(4), null))).isEqualTo(IDS.subList(4, IDS.size() - 1));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void withoutMinTheRangeBeginsWithMinKey(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = mixed(server);

        assertThat(ids(between(collection, null, IDS.get(4)))).isEqualTo(IDS.subList(0, 4));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void minHasToComeBeforeMax(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = mixed(server);

        assertRefused(51175, () -> ids(between(collection, IDS.get(9), IDS.get(4))));
        assertRefused(51175, () -> ids(between(collection, IDS.get(4), IDS.get(4))));
        assertRefused(51175, () -> ids(between(collection, null, new BsonMinKey())));
        assertRefused(51175, () -> ids(between(collection, new BsonMaxKey(), null)));
        assertRefused(51175, () -> ids(between(collection, new BsonMinKey(), null)));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void minAndMaxNeedAHint(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = mixed(server);

        assertRefused(51173, () -> ids(collection.find().min(new BsonDocument("_id", new BsonInt32(1)))));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void comparisonsStayWithinTheTypeOfTheirOperand(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = mixed(server);

        assertThat(ids(collection.find(BsonDocument.parse("{_id: {$gte: 1}}")).sort(BY_ID)))
                .isEqualTo(IDS.subList(4, 8));
        assertThat(ids(collection.find(BsonDocument.parse("{_id: {$lt: 'b'}}")).sort(BY_ID)))
                .isEqualTo(IDS.subList(8, 10));
        assertThat(ids(collection.find(BsonDocument.parse("{_id: {$lt: true}}")).sort(BY_ID)))
                .isEqualTo(IDS.subList(15, 16));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void findsByTypeAndByLists(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = mixed(server);

        assertThat(ids(collection
                        .find(BsonDocument.parse("{_id: {$type: 'number'}}"))
                        .sort(BY_ID)))
                .isEqualTo(IDS.subList(2, 8));
        assertThat(ids(collection
                        .find(BsonDocument.parse("{_id: {$in: ['abc', 3.0, null]}}"))
                        .sort(BY_ID)))
                .containsExactly(IDS.get(1), IDS.get(6), IDS.get(9));
        assertThat(ids(collection
                        .find(BsonDocument.parse("{$or: [{_id: ''}, {_id: {$type: 'bool'}}]}"))
                        .sort(BY_ID)))
                .containsExactly(IDS.get(8), IDS.get(15), IDS.get(16));
    }
}
