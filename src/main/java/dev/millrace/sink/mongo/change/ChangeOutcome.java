package dev.millrace.sink.mongo.change;

/** What became of a change. */
public enum ChangeOutcome {
    /** The target has done it. */
    DONE,
    /** A document of that `_id` was there already, so that nothing was inserted. */
    THERE_ALREADY,
    /** There was no document of that `_id` to update or delete. */
    NOT_FOUND,
    /** The target refused it. */
    REFUSED
}
