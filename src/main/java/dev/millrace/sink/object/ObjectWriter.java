package dev.millrace.sink.object;

import java.util.Map;

/** Writes one object from its start to its end. Used by one thread at a time. */
public interface ObjectWriter extends AutoCloseable {

    /** Takes the bytes; has no use for the array after it returns. */
    void write(byte[] source, int offset, int length);

    /**
     * Makes the object appear under its name, at once and as a whole, and lasting.
     *
     * @param facts metadata known only now; kept by stores that keep metadata
     * @return the object as the store has it, its checksum compared with that of the bytes given
     */
    StoredObject commit(Map<String, String> facts);

    /** Gives the object up unless it was committed; harmless when called twice. */
    @Override
    void close();
}
