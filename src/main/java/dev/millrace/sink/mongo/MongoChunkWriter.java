package dev.millrace.sink.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import dev.millrace.model.Chunk;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.WriteReceipt;
import dev.millrace.mongo.MongoErrors;
import dev.millrace.mongo.Retries;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.RejectFile;
import dev.millrace.sink.RejectSink;
import dev.millrace.sink.Rejection;
import java.util.ArrayList;
import java.util.List;
import org.bson.BSONException;
import org.bson.RawBsonDocument;

/** Writes the batches of one chunk, each as as many messages as the target's limits ask for. */
final class MongoChunkWriter implements ChunkWriter {

    private final Chunk chunk;
    private final MongoCollection<RawBsonDocument> collection;
    private final WriteOptions options;
    private final ServerLimits limits;
    private final MongoErrors errors;
    private final Retries retries;
    private final RejectFile rejects;
    private final WriteCounts counts = new WriteCounts();
    private long sourceBytes;
    private long rejectedBytes;

    MongoChunkWriter(
            Chunk chunk,
            MongoCollection<RawBsonDocument> collection,
            WriteOptions options,
            ServerLimits limits,
            MongoErrors errors,
            Retries retries,
            RejectFile rejects) {
        this.chunk = chunk;
        this.collection = collection;
        this.options = options;
        this.limits = limits;
        this.errors = errors;
        this.retries = retries;
        this.rejects = rejects;
    }

    @Override
    public void write(DocumentBatch batch) {
        RejectSink into = document -> {
            rejectedBytes += document.bson().getByteBuffer().remaining();
            rejects.reject(document);
        };
        List<Integer> places = new ArrayList<>();
        int bytes = 0;
        int most = Math.min(options.batchDocuments(), limits.documents());
        for (int i = 0; i < batch.size(); i++) {
            int length = batch.length(i);
            if (length > limits.documentBytes()) {
                into.reject(Rejection.of(batch, i, Reason.tooLarge(length, limits.documentBytes())));
            } else if (!RawDocument.hasId(batch, i)) {
                into.reject(Rejection.of(batch, i, Reason.NO_ID));
            } else {
                if (places.size() == most || bytes > limits.payloadBytes() - length) {
                    send(batch, places, into);
                    places = new ArrayList<>();
                    bytes = 0;
                }
                places.add(i);
                bytes += length;
            }
        }
        send(batch, places, into);
        sourceBytes += batch.byteCount();
    }

    private void send(DocumentBatch batch, List<Integer> places, RejectSink into) {
        if (places.isEmpty()) {
            return;
        }
        try {
            new BatchWrite(collection, options.onConflict(), retries, batch, places, counts, into).run();
        } catch (MongoException | BSONException e) {
            throw errors.explainWrite("write " + chunk, chunk.namespace().database(), e);
        }
    }

    /** Documents that are in the target until now. */
    long written() {
        return counts.all();
    }

    /** The documents are in the target already; what remains is to keep those that are not. */
    @Override
    public WriteReceipt commit() {
        rejects.commit();
        return new WriteReceipt(
                counts.all(), rejects.count(), sourceBytes, sourceBytes - rejectedBytes, counts.toBson());
    }

    /** What was written stays: the next attempt finds it there. */
    @Override
    public void close() {
        rejects.close();
    }
}
