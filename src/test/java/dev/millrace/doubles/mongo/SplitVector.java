package dev.millrace.doubles.mongo;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** splitVector: every so many keys of {@code _id} a split point, counted as the server counts (s/split_vector.cpp). */
final class SplitVector {

    /** BSONObjMaxUserSize: the server stops there, and its reply looks like any other. */
    private static final int MOST_BYTES = 16 << 20;

    private SplitVector() {}

    static Reply run(Catalog catalog, Call call) {
        String namespace = call.text("splitVector", "");
        StoredCollection collection = catalog.collectionNotView(namespace);
        if (collection == null) {
            throw ErrorCode.NAMESPACE_NOT_FOUND.failure("ns not found");
        }
        BsonDocument keyPattern = call.document("keyPattern");
        if (!keyPattern.containsKey("_id") || keyPattern.size() != 1) {
            throw ErrorCode.BAD_VALUE.failure("couldn't find index over splitting key " + ShellText.of(keyPattern));
        }
        long maxBytes = call.number("maxChunkSizeBytes", call.number("maxChunkSize", 0) << 20);
        if (maxBytes <= 0) {
            throw ErrorCode.INVALID_OPTIONS.failure(
                    "need to specify the desired max chunk size (maxChunkSize or maxChunkSizeBytes)");
        }
        BsonArray keys = new BsonArray();
        if (collection.count() > 0 && collection.bytes() >= maxBytes) {
            long averageBytes = collection.bytes() / collection.count();
            long keyCount = Math.min(maxBytes / (2 * averageBytes), call.number("maxChunkObjects", Long.MAX_VALUE));
            long most = call.number("maxSplitPoints", 0);
            split(within(collection, call), keyCount, most == 0 ? Long.MAX_VALUE : most, keys);
        }
        return Reply.ok(new BsonDocument("splitKeys", keys));
    }

    private static List<StoredDocument> within(StoredCollection collection, Call call) {
        BsonValue min = call.document("min").getOrDefault("_id", new BsonMinKey());
        BsonValue max = call.document("max").getOrDefault("_id", new BsonMaxKey());
        return collection.byId(new IdRange(min, max, false), false, document -> true, Long.MAX_VALUE);
    }

    private static void split(List<StoredDocument> documents, long keyCount, long most, BsonArray keys) {
        long current = 0;
        long bytes = 0;
        for (StoredDocument document : documents) {
            current++;
            if (current > keyCount && document != documents.getFirst()) {
                BsonDocument key = new BsonDocument("_id", document.id());
                bytes += new RawBsonDocument(key, new BsonDocumentCodec())
                        .getByteBuffer()
                        .remaining();
                if (bytes > MOST_BYTES) {
                    return;
                }
                keys.add(key);
                current = 0;
            }
            if (keys.size() >= most) {
                return;
            }
        }
    }
}
