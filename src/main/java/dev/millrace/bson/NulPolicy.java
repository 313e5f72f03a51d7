package dev.millrace.bson;

/** What is written in place of a NUL character in text; some targets cannot store it. */
public enum NulPolicy {
    /** The character itself. */
    KEEP,
    /** The character itself, and what it is part of is to be refused: whoever wrote it looks at {@link Nuls#found}. */
    REJECT,
    /** Nothing. */
    REMOVE,
    /** U+FFFD, the replacement character. */
    REPLACE
}
