package dev.millrace.source.generated;

import java.util.List;
import org.bson.BsonDocument;

/** A kind of documents that can be made up. Immutable. */
public interface Dataset {

    /**
     * A generator for one thread.
     *
     * @param count how many documents the whole collection has; some data sets spread what they do over it
     */
    DocumentGenerator generator(long seed, long count);

    /** A generator of updates for one thread, which leave documents valid. */
    default UpdateGenerator updates(long seed, long count) {
        return UpdateGenerator.ofRevision();
    }

    /** Indexes beside that on `_id`, each with `key` and the options of createIndexes. */
    default List<BsonDocument> indexes() {
        return List.of();
    }
}
