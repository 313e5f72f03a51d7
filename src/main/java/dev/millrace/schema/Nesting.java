package dev.millrace.schema;

/** What inference makes of documents and arrays inside a document. */
public enum Nesting {
    /** Columns of documents and arrays. */
    NATIVE,
    /** One column of canonical Extended JSON each. */
    JSON
}
