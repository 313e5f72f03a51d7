package dev.millrace.sink.postgres;

import dev.millrace.sink.postgres.copy.CopyCounts;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/** What a chunk's receipt says of its rows beyond their number. */
final class ChunkDetail {

    static final String REFUSED = "refused";
    static final String WIDENED = "widened";
    static final String REST = "rest";
    static final String NUL_REMOVED = "nulRemoved";
    static final String NUL_REPLACED = "nulReplaced";
    static final String DROPPED = "dropped";
    private static final String HASH = "hash";

    private ChunkDetail() {}

    /**
     * @param hash    sum of the hashes of the documents that were written, modulo 2^64
     * @param refused documents that the server refused; the rest of those rejected could not be encoded
     */
    static BsonDocument of(long hash, long refused, CopyCounts counts) {
        return new BsonDocument(HASH, new BsonInt64(hash))
                .append(REFUSED, new BsonInt64(refused))
                .append(WIDENED, new BsonInt64(counts.widened()))
                .append(REST, new BsonInt64(counts.rest()))
                .append(NUL_REMOVED, new BsonInt64(counts.nulRemoved()))
                .append(NUL_REPLACED, new BsonInt64(counts.nulReplaced()))
                .append(DROPPED, new BsonInt64(counts.dropped()));
    }

    static long hash(BsonDocument detail) {
        return detail.getNumber(HASH).longValue();
    }
}
