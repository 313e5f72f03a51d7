package dev.millrace.model;

import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * One write to one document.
 *
 * @param sequence its number among the writes that belong together, from 1
 * @param key      the same for writes to the same document, which keep their order
 * @param id       the document's `_id`
 * @param content  the document to insert, or the operators of the update; empty for a delete
 */
public record DocumentChange(long sequence, Kind kind, long key, BsonValue id, BsonDocument content) {

    /** What is done to the document. */
    public enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }
}
