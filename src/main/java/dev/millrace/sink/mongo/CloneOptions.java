package dev.millrace.sink.mongo;

import dev.millrace.sink.mongo.index.IndexTiming;

/**
 * What becomes of a collection beside its documents.
 *
 * @param names      its name at the target
 * @param indexes    when its indexes are built
 * @param fromCosmos whether the source is Azure Cosmos DB, whose definitions are not all MongoDB's
 */
public record CloneOptions(TargetNames names, IndexTiming indexes, boolean fromCosmos) {

    /** Documents alone, under the same name. */
    public static CloneOptions documentsOnly() {
        return new CloneOptions(TargetNames.SAME, IndexTiming.NONE, false);
    }
}
