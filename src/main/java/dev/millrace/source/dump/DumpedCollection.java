package dev.millrace.source.dump;

import dev.millrace.model.CollectionKind;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import java.nio.file.Path;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The files of one collection. A view has metadata only; a collection dumped by hand may have data only.
 *
 * @param data     documents back to back, perhaps gzipped
 * @param metadata options and indexes, perhaps gzipped
 */
record DumpedCollection(
        Namespace namespace, @Nullable Path data, @Nullable Path metadata) {

    /** The metadata as mongodump wrote it; empty where there is none. */
    BsonDocument readMetadata() {
        return metadata == null ? new BsonDocument() : DumpMetadata.read(metadata);
    }

    /** The data file, which everything but a view has. */
    Path dataFile() {
        if (data == null) {
            throw withoutData();
        }
        return data;
    }

    /** Whether the dump has the definition of a view here, and rightly no documents. */
    boolean isViewWithoutData() {
        return data == null && DumpMetadata.kind(readMetadata()) == CollectionKind.VIEW;
    }

    /** Says why there is nothing to read. */
    MillraceException withoutData() {
        return switch (DumpMetadata.kind(readMetadata())) {
            case VIEW ->
                new MillraceException(
                        FailureKind.NOT_FOUND,
                        namespace + " is a view, and a dump holds only a view's definition",
                        "take the collection that it is a view of, or export the view from a server");
            case TIMESERIES ->
                new MillraceException(
                        FailureKind.DATA,
                        namespace + " is a time-series collection, and the dump holds only the server's buckets of it",
                        "export it from a server, or name the other collections with --namespace");
            case COLLECTION, CAPPED ->
                new MillraceException(
                        FailureKind.DATA,
                        metadata + " describes " + namespace + ", but the file with its documents is missing",
                        "copy the .bson file into the dump, or name the other collections with --namespace");
        };
    }
}
