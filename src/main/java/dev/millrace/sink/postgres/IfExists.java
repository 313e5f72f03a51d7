package dev.millrace.sink.postgres;

/** What is done about a table that is there already and not empty. */
public enum IfExists {
    /** The run is refused. */
    FAIL,
    /** Rows are added; one that the table's constraints refuse is rejected. */
    APPEND,
    /** The table is emptied, once in a run. */
    TRUNCATE,
    /** Rows take the place of those with the same `_id`. */
    MERGE
}
