package dev.millrace.source;

import dev.millrace.model.DocumentBatch;

/** Reads one chunk once, in the source's order. Used by one thread at a time. */
public interface ChunkReader extends AutoCloseable {

    /**
     * Clears the batch and fills it with the next documents, about as many bytes as the source's batch size says and
     * at least one document.
     *
     * @return false at the end of the chunk, with the batch empty
     */
    boolean read(DocumentBatch batch);

    /** Gives the cursor or file back; harmless when called twice. */
    @Override
    void close();
}
