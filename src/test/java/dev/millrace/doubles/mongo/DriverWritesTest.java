package dev.millrace.doubles.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.result.UpdateResult;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Writes as the real driver does them. */
class DriverWritesTest {
    private static final String SERVERS = "dev.millrace.doubles.mongo.ServerUnderTest#all";

    private static BsonDocument id(int id) {
        return new BsonDocument("_id", new BsonInt32(id));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void anUnorderedInsertStoresAllButTheDuplicates(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = server.collection("w");
        collection.insertOne(id(2));

        assertThatThrownBy(() -> collection.insertMany(
                        List.of(id(1), id(2), id(3), id(1)), new InsertManyOptions().ordered(false)))
                .isInstanceOfSatisfying(MongoBulkWriteException.class, e -> {
                    assertThat(e.getWriteErrors())
                            .extracting(BulkWriteError::getIndex)
                            .containsExactly(1, 3);
                    assertThat(e.getWriteErrors())
                            .extracting(BulkWriteError::getCode)
                            .containsOnly(11000);
                });
        assertThat(collection.countDocuments()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void anOrderedInsertStopsAtTheFirstDuplicate(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = server.collection("w");
        collection.insertOne(id(2));

        assertThatThrownBy(() -> collection.insertMany(List.of(id(1), id(2), id(3))))
                .isInstanceOf(MongoBulkWriteException.class);
        assertThat(collection.countDocuments()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void aReplacementTellsWhetherItChangedAnything(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = server.collection("w");
        collection.insertOne(BsonDocument.parse("{_id: 1, a: 1}"));

        UpdateResult same = collection.replaceOne(Filters.eq("_id", 1), BsonDocument.parse("{a: 1}"));
        UpdateResult other = collection.replaceOne(Filters.eq("_id", 1), BsonDocument.parse("{a: 2}"));
        UpdateResult created = collection.replaceOne(
                Filters.eq("_id", 7), BsonDocument.parse("{a: 3}"), new ReplaceOptions().upsert(true));

        assertThat(same.getMatchedCount() + " " + same.getModifiedCount()).isEqualTo("1 0");
        assertThat(other.getMatchedCount() + " " + other.getModifiedCount()).isEqualTo("1 1");
        assertThat(created.getUpsertedId()).isEqualTo(new BsonInt32(7));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void operatorsChangeSingleFields(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = server.collection("w");
        collection.insertOne(BsonDocument.parse("{_id: 1, a: {b: 1}, c: 2, d: 3}"));

        collection.updateMany(
                new BsonDocument(), Updates.combine(Updates.set("a.b", 5), Updates.inc("c", 2), Updates.unset("d")));

        assertThat(collection.find().first()).isEqualTo(BsonDocument.parse("{_id: 1, a: {b: 5}, c: 4}"));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void theIdCannotBeChanged(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = server.collection("w");
        collection.insertOne(id(1));

        assertThatThrownBy(() -> collection.updateOne(id(1), Updates.set("_id", 2)))
                .isInstanceOfSatisfying(
                        MongoWriteException.class, e -> assertThat(e.getCode()).isEqualTo(66));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void deletesOneOrAllThatMatch(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = server.collection("w");
        collection.insertMany(List.of(id(1), id(2), id(3), id(4)));

        assertThat(collection.deleteOne(Filters.gte("_id", 2)).getDeletedCount())
                .isEqualTo(1);
        assertThat(collection.deleteMany(Filters.gte("_id", 2)).getDeletedCount())
                .isEqualTo(2);
        assertThat(collection.find().first()).isEqualTo(id(1));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void aUniqueIndexRefusesTheSecondDocument(ServerUnderTest server) {
        MongoCollection<BsonDocument> collection = server.collection("w");
        collection.createIndex(BsonDocument.parse("{email: 1}"), new IndexOptions().unique(true));
        collection.insertOne(BsonDocument.parse("{_id: 1, email: 'a@example.org'}"));

        assertThatThrownBy(() -> collection.insertOne(BsonDocument.parse("{_id: 2, email: 'a@example.org'}")))
                .isInstanceOfSatisfying(
                        MongoWriteException.class, e -> assertThat(e.getCode()).isEqualTo(11000));
        assertThat(collection.countDocuments()).isEqualTo(1);
    }
}
