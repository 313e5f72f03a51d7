package dev.millrace.source.mongo;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/** Puts queries together. */
final class Filters {
    private Filters() {}

    /** What matches both; an empty query matches everything. */
    static BsonDocument both(BsonDocument filter, BsonDocument predicate) {
        if (filter.isEmpty() || predicate.isEmpty()) {
            return filter.isEmpty() ? predicate : filter;
        }
        return new BsonDocument("$and", new BsonArray(List.of(filter, predicate)));
    }
}
