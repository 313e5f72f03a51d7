package dev.millrace.sink.object;

import dev.millrace.model.DocumentBatch;
import dev.millrace.sink.RejectSink;
import java.io.IOException;

/** Writes the documents of one object. Used by one thread at a time. */
public interface FormatWriter extends AutoCloseable {

    /** Takes every document of the batch, in order; those that cannot be written go to the {@link RejectSink}. */
    void write(DocumentBatch batch) throws IOException;

    /** Writes all that is still to be written; no document comes after it. */
    void finish() throws IOException;

    /** What became of values that could not be taken as they were; known after {@link #finish}. */
    default ValueCounts values() {
        return ValueCounts.NONE;
    }

    /** Gives memory back, finished or not; what it may still write then goes nowhere. Harmless when called twice. */
    @Override
    void close() throws IOException;
}
