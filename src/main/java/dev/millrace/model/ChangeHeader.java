package dev.millrace.model;

import org.bson.BsonTimestamp;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What every change event has. Source: MongoDB's manual, "Change Events".
 *
 * @param point       the event's own place; going on after it does not repeat the event
 * @param operation   the server's word: `insert`, `update`, …
 * @param database    empty for an invalidate event
 * @param collection  empty where the event concerns none
 * @param clusterTime when the cluster ordered it; null from servers that do not say (Cosmos DB)
 * @param wallTime    the server's clock in milliseconds since 1970, or -1 where it does not say (before MongoDB 6.0)
 * @param transaction which transaction it was part of: `lsid` and `txnNumber`; null for none
 * @param raw         the whole event as it came
 */
public record ChangeHeader(
        ResumePoint point,
        String operation,
        String database,
        String collection,
        @Nullable BsonTimestamp clusterTime,
        long wallTime,
        @Nullable RawBsonDocument transaction,
        RawBsonDocument raw) {

    /** `database.collection`, or what there is of it. */
    public String namespace() {
        return collection.isEmpty() ? database : database + "." + collection;
    }
}
