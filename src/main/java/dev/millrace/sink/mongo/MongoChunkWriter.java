package dev.millrace.sink.mongo;

import com.mongodb.MongoCommandException;
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
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final DocumentWrites exactWrites;
    private final AtomicBoolean lacksExactWrites;
    private final EmptyTimestampScan scan = new EmptyTimestampScan();
    private final WriteCounts counts = new WriteCounts();
    private long sourceBytes;
    private long rejectedBytes;

    /** @param lacksExactWrites set once the target turns out not to have {@link ExactWrites}; shared by all writers */
    MongoChunkWriter(
            Chunk chunk,
            MongoCollection<RawBsonDocument> collection,
            WriteOptions options,
            ServerLimits limits,
            MongoErrors errors,
            Retries retries,
            RejectFile rejects,
            DocumentWrites exactWrites,
            AtomicBoolean lacksExactWrites) {
        this.exactWrites = exactWrites;
        this.lacksExactWrites = lacksExactWrites;
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
        int most = Math.min(
                Math.min(options.batchDocuments(), limits.documents()),
                retries.budget().documentsOfAWrite(BatchWrite.kind(collection, "insert")));
        MessagePart part = new MessagePart(most, limits.payloadBytes(), limits.documentBytes());
        for (int i = 0; i < batch.size(); i++) {
            int length = batch.length(i);
            if (length > limits.documentBytes()) {
                into.reject(Rejection.of(batch, i, Reason.tooLarge(length, limits.documentBytes())));
            } else if (!RawDocument.hasId(batch, i)) {
                into.reject(Rejection.of(batch, i, Reason.NO_ID));
            } else {
                boolean exact = scan.finds(batch, i);
                if (!part.takes(length, exact)) {
                    send(batch, part.empty(), into);
                }
                part.add(i, length, exact);
            }
        }
        send(batch, part.empty(), into);
        sourceBytes += batch.byteCount();
    }

    private void send(DocumentBatch batch, MessagePart.Places places, RejectSink into) {
        if (places.documents().isEmpty()) {
            return;
        }
        try {
            if (!places.exact()) {
                write(new DriverWrites(collection, false), batch, places.documents(), into);
            } else if (!writtenExactly(batch, places.documents(), into)) {
                writeStamped(batch, places.documents(), into);
            }
        } catch (MongoException | BSONException e) {
            throw errors.explainWrite("write " + chunk, chunk.namespace().database(), e);
        }
    }

    private void write(DocumentWrites writes, DocumentBatch batch, List<Integer> places, RejectSink into) {
        new BatchWrite(writes, collection, options.onConflict(), retries, batch, places, counts, into).run();
    }

    /** False where the server does not know how. */
    private boolean writtenExactly(DocumentBatch batch, List<Integer> places, RejectSink into) {
        if (lacksExactWrites.get()) {
            return false;
        }
        try {
            write(exactWrites, batch, places, into);
            return true;
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != ExactWrites.UNKNOWN_FIELD) {
                throw e;
            }
            lacksExactWrites.set(true);
            return false;
        }
    }

    private void writeStamped(DocumentBatch batch, List<Integer> places, RejectSink into) {
        switch (options.emptyTimestamps()) {
            case REJECT -> places.forEach(place -> into.reject(Rejection.of(batch, place, Reason.EMPTY_TIMESTAMP)));
            case SERVER_TIME -> {
                long before = counts.all() - counts.kept();
                write(new DriverWrites(collection, true), batch, places, into);
                counts.stamped(counts.all() - counts.kept() - before);
            }
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
