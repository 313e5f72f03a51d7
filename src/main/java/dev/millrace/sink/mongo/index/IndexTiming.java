package dev.millrace.sink.mongo.index;

/** When indexes are built, compared with the documents. Unique ones come after the documents in any case. */
public enum IndexTiming {
    /** Before; what expires documents is switched on at the end. */
    BEFORE,
    /** After, which is faster as a whole. */
    AFTER,
    /** Not at all. */
    NONE
}
