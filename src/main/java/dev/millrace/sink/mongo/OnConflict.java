package dev.millrace.sink.mongo;

/** What becomes of a document whose `_id` is in the target already, with other content. */
public enum OnConflict {
    /** It is rejected; the target's stays. */
    FAIL,
    /** The target's stays, and that is counted. */
    KEEP,
    /** It takes the place of the target's. */
    REPLACE
}
