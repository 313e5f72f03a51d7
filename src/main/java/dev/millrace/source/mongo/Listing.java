package dev.millrace.source.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import dev.millrace.mongo.MongoErrors;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * What a database says it has, as far as the user may know.
 *
 * @param entries as `listCollections` returns them
 * @param detail  how much the server told
 */
record Listing(List<BsonDocument> entries, Detail detail) {

    /** How much the user may know of a database. */
    enum Detail {
        /** Names, types, options, uuids of all collections. */
        FULL,
        /** Names and types of those collections that the user may use. */
        NAMES,
        /** Nothing. */
        NONE
    }

    private static final int MOST_COLLECTIONS = 1_000_000;

    Listing {
        entries = List.copyOf(entries);
    }

    static Listing of(MongoDatabase database) {
        try {
            List<BsonDocument> entries =
                    database.listCollections(BsonDocument.class).into(new ArrayList<>());
            return new Listing(entries, Detail.FULL);
        } catch (MongoException e) {
            if (!MongoErrors.isUnauthorized(e)) {
                throw e;
            }
            return ofAuthorized(database);
        }
    }

    /** Needs no privilege of its own since MongoDB 4.0. The first batch is large enough for all. */
    private static Listing ofAuthorized(MongoDatabase database) {
        BsonDocument command = new BsonDocument("listCollections", new BsonInt32(1))
                .append("nameOnly", BsonBoolean.TRUE)
                .append("authorizedCollections", BsonBoolean.TRUE)
                .append("cursor", new BsonDocument("batchSize", new BsonInt32(MOST_COLLECTIONS)));
        try {
            BsonDocument reply = database.runCommand(command, BsonDocument.class);
            List<BsonDocument> entries = reply.getDocument("cursor").getArray("firstBatch").stream()
                    .map(BsonValue::asDocument)
                    .toList();
            return new Listing(entries, Detail.NAMES);
        } catch (MongoCommandException e) {
            if (MongoErrors.isRefusal(e)) {
                return new Listing(List.of(), Detail.NONE);
            }
            throw e;
        }
    }

    /** The collections' names, without those of the system. */
    List<String> names() {
        return entries.stream()
                .map(entry -> entry.getString("name").getValue())
                .filter(name -> !name.startsWith("system."))
                .sorted()
                .toList();
    }
}
