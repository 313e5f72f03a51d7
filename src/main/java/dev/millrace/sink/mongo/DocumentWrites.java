package dev.millrace.sink.mongo;

import java.util.List;
import org.bson.RawBsonDocument;

/**
 * How documents get into a collection: unordered, so that one that is refused does not keep the others out. What is
 * refused in part is thrown as {@link com.mongodb.MongoBulkWriteException}, each error with the place of its document.
 */
interface DocumentWrites {

    void insert(List<RawBsonDocument> documents);

    /** Puts each in the place of the one with its `_id`, or beside the others where there is none. */
    void replace(List<RawBsonDocument> documents);

    /** Whether what is stored is what a server makes of ours by these writes. */
    boolean isStoredAs(RawBsonDocument ours, RawBsonDocument stored);
}
