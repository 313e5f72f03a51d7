package dev.millrace.doubles.mongo;

import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A document of a collection: its bytes as they came, its {@code _id} decoded once for ordering.
 *
 * @param sequence its place in natural order
 */
record StoredDocument(BsonValue id, long sequence, byte[] bytes) {
    static StoredDocument of(byte[] bytes, long sequence) {
        return new StoredDocument(idOf(bytes), sequence, bytes);
    }

    /** The {@code _id}, or null (the value) where the document has none, as an index would store it. */
    private static BsonValue idOf(byte[] bytes) {
        @Nullable BsonValue id = RawBson.view(bytes).get("_id");
        if (id == null) {
            return BsonNull.VALUE;
        }
        // A raw sub-document would be scanned again at every comparison.
        return id.isDocument() ? RawBson.decode(RawBson.encode(id.asDocument())) : id;
    }

    RawBsonDocument view() {
        return RawBson.view(bytes);
    }
}
