package dev.millrace.sink.object;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A place for named, immutable objects: a bucket, a directory. Names are relative to the store's root, separated by
 * `/`, and hold only what {@link ObjectLayout} lets through. Safe for use by many threads; the writers it opens are
 * not. Every failure is a {@link dev.millrace.model.MillraceException}; kind TRANSIENT means that the same work may
 * succeed when it is done again from its start.
 */
public interface ObjectStore extends AutoCloseable {

    /** The store's URI without its secrets. */
    String description();

    /** The most memory that one open writer holds, in bytes. */
    long bytesPerWriter();

    /** Whether what was written cannot be looked at again, because it went nowhere. */
    default boolean discards() {
        return false;
    }

    /** Starts an object. Nothing is to be seen under its name before the writer's commit, which replaces what is there. */
    ObjectWriter create(String name, ObjectAttributes attributes);

    /** Writes a small object whole, replacing what is there. */
    StoredObject put(String name, byte[] content, ObjectAttributes attributes);

    /** Opens an object for reading; empty where there is none. To be closed by the caller. */
    Optional<InputStream> read(String name);

    Optional<StoredObject> stat(String name);

    /** Hands over every object whose name starts with `prefix`, in order of the names' bytes. */
    void list(String prefix, Consumer<StoredObject> each);

    /** Removes exactly this object; nothing happens when it is gone or, where generations exist, was replaced since. */
    void delete(StoredObject object);

    /**
     * Puts the parts one behind the other into one object, in this order, and removes the parts. May be called again
     * with the same arguments after a crash at any instant of an earlier call; a part that is missing or not as it is
     * described is then a failure of kind CONFLICT unless its bytes are in the joined object already.
     *
     * @param parts with size and checksum; at least one
     */
    StoredObject join(List<StoredObject> parts, String name, ObjectAttributes attributes);

    /**
     * Removes what dead writers of this run left behind unseen; leaves living ones alone, in this process or another.
     */
    void removeLeftovers(String runId);

    /** Writes and removes a small object, to learn whether a run could; a failure says what to do about it. */
    void checkWritable();

    @Override
    void close();
}
