package dev.millrace.sink.mongo;

import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.ChunkWriter;
import java.util.function.LongSupplier;

/**
 * Writes a time-series collection, which has no unique `_id`, from empty to full. It counts at the end: a message whose
 * reply was lost, or another process that took itself for the writer, may have put something there twice.
 */
final class WholeCollectionWriter implements ChunkWriter {

    private final MongoChunkWriter writer;
    private final String collection;
    private final LongSupplier count;

    /** @param count documents that are in the collection now */
    WholeCollectionWriter(MongoChunkWriter writer, String collection, LongSupplier count) {
        this.writer = writer;
        this.collection = collection;
        this.count = count;
    }

    @Override
    public void write(DocumentBatch batch) {
        writer.write(batch);
    }

    @Override
    public WriteReceipt commit() {
        long there = count.getAsLong();
        if (there != writer.written()) {
            throw new MillraceException(
                    FailureKind.TRANSIENT,
                    collection + " has " + there + " documents after " + writer.written() + " were written",
                    "see to it that nobody else writes there; every attempt begins with an empty collection");
        }
        return writer.commit();
    }

    @Override
    public void close() {
        writer.close();
    }
}
