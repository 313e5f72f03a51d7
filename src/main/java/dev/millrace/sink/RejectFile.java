package dev.millrace.sink;

/** Takes the rejected documents of one chunk; a second attempt at the chunk replaces what the first one left. */
public interface RejectFile extends RejectSink, AutoCloseable {

    /** Documents taken so far. */
    long count();

    /** Makes the file durable; there is none where nothing was rejected. To be called before the chunk's own commit. */
    void commit();

    /** Gives the file up unless it was committed. */
    @Override
    void close();
}
