package dev.millrace.doubles.mongo;

import java.util.List;
import org.bson.BsonDocument;

/** A stored pipeline over another namespace of the same database. */
record View(String database, String name, String viewOn, List<BsonDocument> pipeline, BsonDocument options) {
    String source() {
        return database + "." + viewOn;
    }
}
