package dev.millrace.sink.mongo.verify;

/** What a comparison may write to the target. */
public enum Repair {
    /** Nothing. */
    NONE,
    /** Documents that are missing or differ, as they are at the source. */
    COPY,
    /** The same; and documents that the source does not have are deleted. */
    DELETE_EXTRA
}
