package dev.millrace.sink.postgres;

import dev.millrace.sink.postgres.copy.CopyCounts;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/** What a chunk's receipt says of its rows beyond their number. */
final class ChunkDetail {

    private static final String HASH = "hash";

    private ChunkDetail() {}

    /**
     * @param hash    sum of the hashes of the documents that were written, modulo 2^64
     * @param refused documents that the server refused; the rest of those rejected could not be encoded
     */
    static BsonDocument of(long hash, long refused, CopyCounts counts) {
        return new BsonDocument(HASH, new BsonInt64(hash))
                .append("refused", new BsonInt64(refused))
                .append("widened", new BsonInt64(counts.widened()))
                .append("rest", new BsonInt64(counts.rest()))
                .append("nulRemoved", new BsonInt64(counts.nulRemoved()))
                .append("nulReplaced", new BsonInt64(counts.nulReplaced()));
    }

    static long hash(BsonDocument detail) {
        return detail.getNumber(HASH).longValue();
    }
}
