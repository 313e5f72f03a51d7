package dev.millrace.source;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Finding;
import dev.millrace.model.RequestUnits;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where documents come from. One object serves a whole run and is safe for use by many threads; the readers it opens
 * are not. Every failure is a {@link dev.millrace.model.MillraceException}; kind TRANSIENT means that opening the same
 * chunk again may work.
 */
public interface DocumentSource extends AutoCloseable {

    /** The source's URI without its secrets. */
    String description();

    /**
     * The collections that match, sorted by name. A pattern without `*` that matches nothing is an error of kind
     * NOT_FOUND that names it; an empty collection is not an error.
     */
    List<CollectionInfo> collections(NamespaceSelection selection);

    /**
     * Views that match and are not among {@link #collections}, because the source has their definition alone: they have
     * no chunks.
     */
    default List<CollectionInfo> definitions(NamespaceSelection selection) {
        return List.of();
    }

    /**
     * Divides a collection into ranges and hands them over in order. Every document that is in the collection during
     * the whole run belongs to exactly one range. An empty collection has one (empty) range.
     */
    void plan(CollectionInfo collection, ChunkSize size, Consumer<ChunkRange> ranges);

    /**
     * Puts up to `documents` documents into the batch, drawn at random where the source can, spread over the
     * collection where it cannot; the same call on unchanged data need not give the same documents.
     */
    void sample(CollectionInfo collection, int documents, DocumentBatch into);

    /**
     * Adds the documents with the smallest and the largest `_id` to the batch, where that costs next to nothing: what is
     * made of a sample then knows every type that an `_id` has.
     */
    default void extremes(CollectionInfo collection, DocumentBatch into) {}

    /** Opens one chunk for reading from its start. */
    ChunkReader open(Chunk chunk);

    /** Looks at everything a run needs of this source; does not throw for what it finds. */
    List<Finding> check(NamespaceSelection selection);

    /** What the service behind it has charged this process; {@link RequestUnits#NONE} where it does not charge so. */
    default RequestUnits requestUnits() {
        return RequestUnits.NONE;
    }

    @Override
    void close();
}
