package dev.millrace.sink.mongo.index;

import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Why an index cannot be had at a MongoDB, and what to do instead. */
final class Obstacle {

    private Obstacle() {}

    /** The rest of a sentence that begins with the index. */
    static Optional<String> to(IndexDefinition index, boolean fromCosmos) {
        if (fromCosmos && index.paths().contains("_ts")) {
            return Optional.of(
                    index.expires()
                            ? "is not built: it expires documents by _ts, the time of their last change, which only Cosmos DB keeps;"
                                    + " keep that time as a date in a field of your own, and create a TTL index on it"
                            : "is not built: _ts, the time of the last change, is a field that only Cosmos DB has;"
                                    + " keep that time in a field of your own, and index it");
        }
        if (fromCosmos && isOfEverything(index)) {
            return Optional.of(
                    "is not built: it is Cosmos DB's index of every field, and would be as large as the data;"
                            + " create indexes on the fields that your queries use, or the wildcard index by hand");
        }
        if (index.isOfKind("geoHaystack")) {
            return Optional.of("is not built: MongoDB has no geoHaystack indexes since 5.0;"
                    + " create a 2d index and query it with $geoNear or $geoWithin");
        }
        BsonValue expiry = index.expiry();
        if (expiry != null && !isValidExpiry(expiry)) {
            return Optional.of("is not built: its expireAfterSeconds is no number from 0 to 2147483647;"
                    + " create it with the time that was meant");
        }
        return Optional.empty();
    }

    private static boolean isOfEverything(IndexDefinition index) {
        BsonDocument key = index.key();
        return key.size() == 1
                && key.containsKey("$**")
                && !index.specification().containsKey("wildcardProjection");
    }

    /** NaN, which old servers let through, means at once to some versions and never to others. */
    private static boolean isValidExpiry(BsonValue expiry) {
        if (!expiry.isNumber()) {
            return false;
        }
        double seconds = expiry.asNumber().doubleValue();
        return seconds >= 0 && seconds <= Integer.MAX_VALUE;
    }
}
