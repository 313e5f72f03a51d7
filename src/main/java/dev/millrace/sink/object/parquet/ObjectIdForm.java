package dev.millrace.sink.object.parquet;

/** What an ObjectId is in a Parquet file. */
public enum ObjectIdForm {
    /** 24 hexadecimal digits. */
    STRING,
    /** Its 12 bytes. */
    FIXED
}
