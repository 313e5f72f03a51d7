package dev.millrace.sink.mongo;

import org.bson.BsonDocument;
import org.bson.BsonInt64;

/**
 * What became of documents that were not rejected. Used by one thread at a time.
 *
 * <p>In a receipt it is a document with the fields `inserted`, `matched` (was there, byte for byte), `kept` (was there
 * with other content, and stayed), `replaced`, and `stamped` (of these, with the
 * target's time for an empty timestamp) where it is not 0.
 */
final class WriteCounts {

    private long inserted;
    private long matched;
    private long kept;
    private long replaced;
    private long stamped;

    void inserted(long documents) {
        inserted += documents;
    }

    void matched(long documents) {
        matched += documents;
    }

    void kept(long documents) {
        kept += documents;
    }

    void replaced(long documents) {
        replaced += documents;
    }

    void stamped(long documents) {
        stamped += documents;
    }

    long stamped() {
        return stamped;
    }

    long inserted() {
        return inserted;
    }

    long matched() {
        return matched;
    }

    long kept() {
        return kept;
    }

    long replaced() {
        return replaced;
    }

    long all() {
        return inserted + matched + kept + replaced;
    }

    BsonDocument toBson() {
        BsonDocument counts = new BsonDocument("inserted", new BsonInt64(inserted))
                .append("matched", new BsonInt64(matched))
                .append("kept", new BsonInt64(kept))
                .append("replaced", new BsonInt64(replaced));
        return stamped == 0 ? counts : counts.append("stamped", new BsonInt64(stamped));
    }

    /** Adds what a receipt says. */
    void add(BsonDocument detail) {
        inserted += number(detail, "inserted");
        matched += number(detail, "matched");
        kept += number(detail, "kept");
        replaced += number(detail, "replaced");
        stamped += number(detail, "stamped");
    }

    private static long number(BsonDocument detail, String field) {
        return detail.getNumber(field, new BsonInt64(0)).longValue();
    }
}
