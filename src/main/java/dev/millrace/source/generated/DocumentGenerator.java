package dev.millrace.source.generated;

/** Writes the documents of one data set, in any order. Used by one thread at a time. */
public interface DocumentGenerator {

    /** Writes document `index`, always the same bytes, to the appender, which is empty. */
    void write(long index, BsonAppender out);
}
