package dev.millrace.schema;

/** What inference makes of documents and arrays inside a document. */
public enum Nesting {
    /** Columns of documents and arrays. */
    NATIVE,
    /** One column of Extended JSON each. */
    JSON,
    /** Documents are columns of documents, for targets that have a column for each of their fields; arrays are json. */
    FLATTEN,
    /** As {@link #FLATTEN}, but arrays of documents are arrays, for targets that have a table for each. */
    TABLES
}
