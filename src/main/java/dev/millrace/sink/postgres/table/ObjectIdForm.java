package dev.millrace.sink.postgres.table;

/** What an ObjectId is in a table. */
public enum ObjectIdForm {
    /** 24 hexadecimal digits as text. */
    TEXT,
    /** Its 12 bytes as bytea. */
    BYTEA
}
