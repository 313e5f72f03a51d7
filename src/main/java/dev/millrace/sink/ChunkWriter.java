package dev.millrace.sink;

import dev.millrace.model.DocumentBatch;
import dev.millrace.model.WriteReceipt;

/** Writes one chunk. Used by one thread at a time. */
public interface ChunkWriter extends AutoCloseable {

    /** Takes every document of the batch, in order; has no use for the batch after it returns. */
    void write(DocumentBatch batch);

    /**
     * Makes the chunk count, at once and as a whole. After a crash during this call the chunk may count or not; a
     * second attempt at the same chunk is harmless either way.
     */
    WriteReceipt commit();

    /** Gives up the chunk unless it was committed, and leaves nothing behind that could be taken for it. */
    @Override
    void close();
}
