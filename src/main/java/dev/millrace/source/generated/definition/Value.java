package dev.millrace.source.generated.definition;

/** One field of a compiled definition. Immutable; all that changes is in the row. */
interface Value {

    /** Writes the element, or none where the field is to be missing. */
    void write(Row row, byte[] name);
}
