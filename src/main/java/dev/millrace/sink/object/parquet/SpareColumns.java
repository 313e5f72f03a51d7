package dev.millrace.sink.object.parquet;

import dev.millrace.model.CollectionPlan;
import dev.millrace.schema.TableSchema;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.bson.BsonDocument;

/**
 * Columns of finished files, whose memory the next files use; never more of them than files were open at once. Safe for use
 * by many threads.
 */
final class SpareColumns {

    private final ParquetOptions options;
    private final Deque<Spare> spare = new ConcurrentLinkedDeque<>();

    SpareColumns(ParquetOptions options) {
        this.options = options;
    }

    /** Columns, and the schema of the plan that they were made for. */
    record Spare(BsonDocument plan, ParquetColumns columns) {

        private boolean isFor(CollectionPlan collection) {
            return plan.equals(collection.schema());
        }
    }

    /** Those of an earlier file, or new ones. What another collection has left is let go. */
    Spare take(CollectionPlan collection) {
        Spare last = spare.pollLast();
        return last != null && last.isFor(collection)
                ? last
                : new Spare(
                        collection.schema(), new ParquetColumns(TableSchema.fromBson(collection.schema()), options));
    }

    /** After a file that was finished: the columns of one that broke off hold parts of its rows. */
    void giveBack(Spare columns) {
        spare.addLast(columns);
    }
}
