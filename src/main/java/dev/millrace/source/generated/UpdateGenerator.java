package dev.millrace.source.generated;

/** Makes up updates of the documents of one data set. Used by one thread at a time. */
public interface UpdateGenerator {

    /** Field that each update sets to its sequence number, an int64: so none is without effect, and each can be told. */
    String REVISION_FIELD = "revision";

    /** The same as {@link BsonAppender#element} wants it. */
    byte[] REVISION = BsonAppender.name(REVISION_FIELD);

    /**
     * Writes an update, a document of `$set` and perhaps `$unset`, to the appender, which is empty; always the same bytes
     * for the same arguments.
     *
     * @param index    of the document that it is for
     * @param sequence number of the operation, from 1
     */
    void write(long index, long sequence, BsonAppender out);

    /** Sets the revision and nothing else. */
    static UpdateGenerator ofRevision() {
        byte[] set = BsonAppender.name("$set");
        return (index, sequence, out) -> {
            int whole = out.begin();
            out.element(BsonTypeByte.DOCUMENT, set);
            int fields = out.begin();
            out.element(BsonTypeByte.INT64, REVISION);
            out.int64(sequence);
            out.end(fields);
            out.end(whole);
        };
    }
}
