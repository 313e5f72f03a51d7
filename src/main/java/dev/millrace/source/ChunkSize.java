package dev.millrace.source;

import dev.millrace.model.CollectionInfo;

/**
 * How large chunks should be.
 *
 * @param documents the aim, in documents
 */
public record ChunkSize(long documents) {

    /** Used where a source cannot tell how large its documents are. */
    private static final long ASSUMED_AVERAGE_BYTES = 1024;

    public ChunkSize {
        if (documents < 1) {
            throw new IllegalArgumentException("a chunk holds at least one document, not " + documents);
        }
    }

    /** The aim in bytes of BSON for a collection whose documents have its average size. */
    public long bytesFor(CollectionInfo collection) {
        return Math.multiplyExact(documents, collection.averageBytes(ASSUMED_AVERAGE_BYTES));
    }
}
