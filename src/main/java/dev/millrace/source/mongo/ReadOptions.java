package dev.millrace.source.mongo;

import dev.millrace.model.MillraceException;
import org.bson.BsonDocument;

/**
 * What of a collection is read, and in how large batches.
 *
 * @param filter     a query in MongoDB's language, pushed to the server; empty for all documents
 * @param projection the fields to keep, pushed to the server; empty for all fields
 * @param limit      most documents of each collection; 0 for all
 * @param batchBytes the aim for one batch, in bytes of BSON
 */
public record ReadOptions(BsonDocument filter, BsonDocument projection, long limit, int batchBytes) {

    /** Large enough that a round trip costs little, small enough that a batch a worker fits into any memory limit. */
    public static final int DEFAULT_BATCH_BYTES = 4 << 20;

    public ReadOptions {
        if (limit < 0) {
            throw MillraceException.usage("the limit is " + limit, "give a number of documents, or 0 for all");
        }
        if (batchBytes < 1) {
            throw MillraceException.usage("the batch size is " + batchBytes, "give at least one byte");
        }
    }

    public static ReadOptions everything() {
        return new ReadOptions(new BsonDocument(), new BsonDocument(), 0, DEFAULT_BATCH_BYTES);
    }

    /** Whether the filter speaks of nothing but `_id`, so that the `_id` index alone answers it. */
    boolean filtersOnlyIds() {
        return filter.size() == 1 && filter.containsKey("_id");
    }

    /** Whether each document arrives with the `_id` that it has at the source. */
    boolean keepsIds() {
        return keepsIds(projection);
    }

    /** Whether documents keep their `_id`s under a projection. */
    public static boolean keepsIds(BsonDocument projection) {
        return !projection.containsKey("_id")
                || (projection.get("_id").isNumber()
                        && projection.getNumber("_id").doubleValue() != 0)
                || (projection.get("_id").isBoolean()
                        && projection.getBoolean("_id").getValue());
    }
}
