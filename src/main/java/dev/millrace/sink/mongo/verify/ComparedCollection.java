package dev.millrace.sink.mongo.verify;

import dev.millrace.model.Chunk;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.Namespace;
import java.util.Optional;

/**
 * A collection and its counterpart.
 *
 * @param there the counterpart's name
 * @param found what the target says of it; empty where it does not have it
 */
record ComparedCollection(CollectionInfo source, Namespace there, Optional<CollectionInfo> found) {

    Namespace namespace() {
        return source.namespace();
    }

    /** The same range of the counterpart. */
    Chunk chunkThere(Chunk chunk) {
        return new Chunk(chunk.number(), there, chunk.part(), chunk.range());
    }

    /** Whether what is a range of the source is one of the target, too. */
    boolean isReadAlike() {
        CollectionKind kind = found.map(CollectionInfo::kind).orElse(CollectionKind.COLLECTION);
        return kind == CollectionKind.COLLECTION || kind == source.kind();
    }

    /** Whether documents are told apart by `_id`s that an index knows. */
    boolean hasIds() {
        return source.kind() != CollectionKind.TIMESERIES;
    }

    /** Whether chunks come in the order of `_id`, on both sides. */
    boolean isOrdered() {
        return source.kind() == CollectionKind.COLLECTION;
    }
}
