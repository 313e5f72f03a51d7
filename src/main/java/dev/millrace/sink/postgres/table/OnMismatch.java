package dev.millrace.sink.postgres.table;

import java.util.Locale;

/** What becomes of a value that does not fit its column. */
public enum OnMismatch {
    /** The column is null, the value goes to `_rest`. */
    REST,
    /** The column is null, the value is counted and gone. */
    NULL,
    /** The document is rejected. */
    REJECT,
    /** The run fails. */
    FAIL,
    /** The column has its default, the value is counted and gone. */
    DEFAULT;

    /** As a mapping file has it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
