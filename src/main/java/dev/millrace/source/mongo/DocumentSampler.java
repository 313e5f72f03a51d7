package dev.millrace.source.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoIterable;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Namespace;
import dev.millrace.mongo.MongoErrors;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.ByteBuf;
import org.bson.RawBsonDocument;

/** Draws documents of one collection, at random where the server can. */
final class DocumentSampler {

    /** A sample of large documents ends here, in multiples of the batch size. */
    private static final int MOST_BATCHES = 4;

    private static final int REPLY_DOCUMENTS = 64;

    private final MongoCollection<RawBsonDocument> collection;
    private final ReadOptions options;

    DocumentSampler(MongoClient client, Namespace namespace, ReadOptions options) {
        this.collection =
                client.getDatabase(namespace.database()).getCollection(namespace.collection(), RawBsonDocument.class);
        this.options = options;
    }

    /** Puts up to `documents` documents into the batch, fewer where they would take more than four batches of memory. */
    boolean draw(int documents, DocumentBatch into) {
        into.clear();
        try {
            take(random(documents), documents, into);
        } catch (MongoCommandException e) {
            if (!MongoErrors.isRefusal(e) || MongoErrors.isUnauthorized(e)) {
                throw e;
            }
            into.clear();
        }
        // A random draw before a selective filter may hold nothing; after it, it would read the whole collection.
        if (into.isEmpty()) {
            MongoIterable<RawBsonDocument> first = collection
                    .find(options.filter())
                    .projection(options.projection())
                    .limit(documents);
            take(first, documents, into);
        }
        return !into.isEmpty();
    }

    /** Adds the documents with the smallest and the largest `_id`; by its index, so at the price of two documents. */
    boolean extremes(DocumentBatch into) {
        for (int direction : new int[] {1, -1}) {
            MongoIterable<RawBsonDocument> first = collection
                    .find()
                    .projection(options.projection())
                    .sort(new BsonDocument("_id", new BsonInt32(direction)))
                    .limit(1);
            take(first, into.size() + 1, into);
        }
        return !into.isEmpty();
    }

    private MongoIterable<RawBsonDocument> random(int documents) {
        List<BsonDocument> stages = new ArrayList<>();
        stages.add(new BsonDocument("$sample", new BsonDocument("size", new BsonInt32(documents))));
        if (!options.filter().isEmpty()) {
            stages.add(new BsonDocument("$match", options.filter()));
        }
        if (!options.projection().isEmpty()) {
            stages.add(new BsonDocument("$project", options.projection()));
        }
        return collection.aggregate(stages);
    }

    private void take(MongoIterable<RawBsonDocument> drawn, int documents, DocumentBatch into) {
        long most = (long) options.batchBytes() * MOST_BATCHES;
        try (MongoCursor<RawBsonDocument> cursor =
                drawn.batchSize(REPLY_DOCUMENTS).cursor()) {
            while (into.size() < documents && into.byteCount() < most && cursor.hasNext()) {
                ByteBuf document = cursor.next().getByteBuffer();
                into.add(document.array(), document.arrayOffset() + document.position(), document.remaining());
            }
        }
    }
}
