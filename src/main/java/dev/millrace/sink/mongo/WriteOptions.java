package dev.millrace.sink.mongo;

import com.mongodb.WriteConcern;
import dev.millrace.model.MillraceException;

/**
 * How documents are written.
 *
 * @param concern        what the target confirms before a write counts
 * @param batchDocuments most documents of one bulk write; the target's own limits hold besides
 * @param drop           whether the collections of a new run are dropped first
 */
public record WriteOptions(
        WriteConcern concern,
        OnConflict onConflict,
        EmptyTimestamps emptyTimestamps,
        int batchDocuments,
        boolean drop) {

    /** The most that a server takes in one command; see `maxWriteBatchSize` in the reply to hello. */
    public static final int MOST_DOCUMENTS = 100_000;

    public WriteOptions {
        if (batchDocuments < 1 || batchDocuments > MOST_DOCUMENTS) {
            throw MillraceException.usage(
                    "a batch of " + batchDocuments + " documents is not possible",
                    "give a number from 1 to " + MOST_DOCUMENTS);
        }
        if (!concern.isAcknowledged() && onConflict == OnConflict.REPLACE) {
            throw MillraceException.usage(
                    "without acknowledgement nobody learns which documents are to be replaced",
                    "give --write-concern 1 or majority");
        }
    }

    public static WriteOptions standard() {
        return new WriteOptions(WriteConcern.MAJORITY, OnConflict.FAIL, EmptyTimestamps.REJECT, MOST_DOCUMENTS, false);
    }
}
