package dev.millrace.doubles.mongo;

import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonTimestamp;

/** The two ends of a replica set's oplog: enough to ask how far back it reaches. Writes are not recorded in it. */
final class Oplog {
    private static final int SECONDS_OF_HISTORY = 3600;

    private Oplog() {}

    static void begin(Catalog catalog, LogicalClock clock) {
        BsonDocument capped = BsonDocument.parse("{capped: true, size: {$numberLong: \"1038090240\"}}");
        StoredCollection oplog = catalog.create("local.oplog.rs", capped);
        int now = clock.now().getTime();
        oplog.insert(RawBson.encode(entry("initiating set", new BsonTimestamp(now - SECONDS_OF_HISTORY, 1), false)));
        oplog.insert(RawBson.encode(entry("periodic noop", new BsonTimestamp(now, 1), true)));
    }

    private static BsonDocument entry(String message, BsonTimestamp time, boolean hasTerm) {
        BsonDocument entry = BsonDocument.parse("{op: \"n\", ns: \"\"}")
                .append("o", new BsonDocument("msg", new BsonString(message)))
                .append("ts", time);
        if (hasTerm) {
            entry.append("t", new BsonInt64(1));
        }
        return entry.append("v", new BsonInt64(2)).append("wall", new BsonDateTime(time.getTime() * 1000L));
    }
}
