package dev.millrace.sink.object;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionPlan;
import dev.millrace.sink.RejectSink;
import java.io.OutputStream;
import java.util.List;

/** Turns documents into the bytes of an object. Safe for use by many threads; the writers it opens are not. */
public interface ObjectFormat {

    /** What object names end with, without the dot in front: `jsonl.gz`. */
    String extension();

    /** The media type of its objects. */
    String contentType();

    /** The most memory that one open writer holds, in bytes. */
    long bytesPerWriter();

    /** Whether the parts of a collection become one object `database/collection.EXT` when the run is finished. */
    default boolean joinsParts() {
        return false;
    }

    /** What stands beside a collection's objects once the run is finished. */
    default List<SideObject> sideObjects(CollectionInfo collection) {
        return List.of();
    }

    /**
     * Starts to write one object.
     *
     * @param out     stays open; closing it does nothing
     * @param rejects takes the documents that cannot be written in this format
     */
    FormatWriter open(CollectionPlan collection, OutputStream out, RejectSink rejects);

    /**
     * A small object beside a collection's own, named `database/collection.SUFFIX`.
     *
     * @param suffix  without the dot in front: `metadata.json`
     * @param content is handed over: nobody changes it any more, or compares two of them
     */
    @SuppressWarnings("ArrayRecordComponent")
    record SideObject(String suffix, String contentType, byte[] content) {}
}
