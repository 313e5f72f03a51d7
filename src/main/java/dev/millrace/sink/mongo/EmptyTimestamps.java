package dev.millrace.sink.mongo;

/**
 * What becomes of a document with {@code Timestamp(0, 0)} in a top-level field other than `_id`. A server puts its own
 * time there as it inserts or replaces the document. One that can be asked not to is asked (since 5.0, in the newest
 * releases of each version: SERVER-88750); this says what is done with all others.
 */
public enum EmptyTimestamps {
    /** The document is rejected. */
    REJECT,
    /** It is written, with the server's time; that is counted. */
    SERVER_TIME
}
