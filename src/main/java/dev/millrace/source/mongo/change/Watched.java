package dev.millrace.source.mongo.change;

import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoClient;
import dev.millrace.model.MillraceException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * What a change stream is of.
 *
 * @param database   empty for the whole deployment
 * @param collection empty for the whole database
 */
public record Watched(String database, String collection) {

    public Watched {
        if (database.isEmpty() && !collection.isEmpty()) {
            throw MillraceException.usage(
                    "collection '" + collection + "' is watched without a database", "name the database too");
        }
        if (database.equals("local") || database.equals("config") || collection.startsWith("system.")) {
            throw MillraceException.usage(
                    "'" + database + (collection.isEmpty() ? "" : "." + collection) + "' cannot be watched",
                    "MongoDB has no change streams of what it keeps for itself; choose another collection");
        }
    }

    public static Watched deployment() {
        return new Watched("", "");
    }

    /** `database.collection`, or a `database` alone. */
    public static Watched parse(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? new Watched(name, "") : new Watched(name.substring(0, dot), name.substring(dot + 1));
    }

    boolean isCollection() {
        return !collection.isEmpty();
    }

    /** Where privileges and commands of this stream belong. */
    String authority() {
        return database.isEmpty() ? "admin" : database;
    }

    ChangeStreamIterable<RawBsonDocument> stream(MongoClient client, List<BsonDocument> pipeline) {
        if (database.isEmpty()) {
            return client.watch(pipeline, RawBsonDocument.class);
        }
        if (collection.isEmpty()) {
            return client.getDatabase(database).watch(pipeline, RawBsonDocument.class);
        }
        return client.getDatabase(database).getCollection(collection).watch(pipeline, RawBsonDocument.class);
    }

    @Override
    public String toString() {
        if (database.isEmpty()) {
            return "the whole deployment";
        }
        return collection.isEmpty() ? "database " + database : database + "." + collection;
    }
}
