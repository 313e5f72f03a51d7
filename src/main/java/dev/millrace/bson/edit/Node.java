package dev.millrace.bson.edit;

/** A value in an open document: still bytes, opened, or new. */
public sealed interface Node permits OpenDocument, OpenArray, Slice, Leaf {

    /** One of {@link dev.millrace.bson.TypeByte}. */
    byte type();

    /** Appends the value without type and name. */
    void write(ByteOutput out);
}
