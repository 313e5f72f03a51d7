package dev.millrace.source.mongo;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import dev.millrace.bson.BsonHash;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Namespace;
import dev.millrace.mongo.Retries;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.ByteBuf;
import org.bson.RawBsonDocument;

/**
 * Takes documents from places that are spread evenly over the `_id`s, or from both ends where these cannot be counted
 * with, at the price of what it reads. For Cosmos DB, where a random sample costs as much as reading the whole
 * collection. Used by one thread, once.
 */
final class SpreadSample {

    private static final int MOST_PLACES = 50;

    /** A sample of large documents ends here, in multiples of the batch size. */
    private static final int MOST_BATCHES = 4;

    private final MongoCollection<RawBsonDocument> collection;
    private final IdSeek seek;
    private final ReadOptions options;
    private final Retries retries;
    private final Set<BsonHash> taken = new HashSet<>();

    SpreadSample(MongoClient client, Namespace namespace, ReadOptions options, Retries retries) {
        this.collection =
                client.getDatabase(namespace.database()).getCollection(namespace.collection(), RawBsonDocument.class);
        this.seek = new IdSeek(collection.withDocumentClass(BsonDocument.class), new BsonDocument(), false, retries);
        this.options = options;
        this.retries = retries;
    }

    /** Puts up to `documents` documents into the batch, none twice, and fewer where they are large. */
    void draw(int documents, DocumentBatch into) {
        into.clear();
        BsonValue smallest = seek.smallest();
        BsonValue largest = smallest == null ? null : seek.largest();
        if (smallest == null || largest == null) {
            return;
        }
        List<BsonValue> starts = new ArrayList<>(List.of(smallest));
        IdArithmetic.boundaries(smallest, largest, Math.min(MOST_PLACES, documents))
                .ifPresent(starts::addAll);
        if (starts.size() > 1) {
            int each = Math.ceilDiv(documents, starts.size());
            starts.forEach(start -> take(from(start), Math.min(each, documents - into.size()), into));
        } else {
            take(collection.find(options.filter()).sort(Stretch.BY_ID), Math.ceilDiv(documents, 2), into);
            BsonDocument descending = new BsonDocument("_id", new BsonInt32(-1));
            take(collection.find(options.filter()).sort(descending), documents - into.size(), into);
        }
    }

    private FindIterable<RawBsonDocument> from(BsonValue start) {
        BsonDocument reached = new BsonDocument("_id", new BsonDocument("$gte", start));
        return collection.find(Filters.both(options.filter(), reached)).sort(Stretch.BY_ID);
    }

    private void take(FindIterable<RawBsonDocument> find, int documents, DocumentBatch into) {
        if (documents <= 0 || into.byteCount() >= (long) options.batchBytes() * MOST_BATCHES) {
            return;
        }
        find.projection(options.projection()).limit(documents);
        for (RawBsonDocument document : retries.ask(() -> find.into(new ArrayList<>()))) {
            ByteBuf bytes = document.getByteBuffer();
            int offset = bytes.arrayOffset() + bytes.position();
            if (taken.add(Seen.hash(bytes.array(), offset, bytes.remaining()))) {
                into.add(bytes.array(), offset, bytes.remaining());
            }
        }
    }
}
