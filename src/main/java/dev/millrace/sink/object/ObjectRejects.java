package dev.millrace.sink.object;

import dev.millrace.model.Chunk;
import dev.millrace.model.RejectedDocument;
import dev.millrace.sink.RejectFile;
import dev.millrace.sink.RejectFiles;

/** Keeps the rejected documents of runs as objects of a store, for targets that have no place for them. */
public final class ObjectRejects implements RejectFiles, AutoCloseable {

    private final ObjectStore store;
    private final ObjectLayout layout = new ObjectLayout(false);

    /** @param store is closed with this object */
    public ObjectRejects(ObjectStore store) {
        this.store = store;
    }

    @Override
    public String description() {
        return store.description();
    }

    @Override
    public RejectFile open(String runId, Chunk chunk) {
        String name =
                runId + "/" + layout.rejects(chunk.namespace(), chunk.part()).substring(ObjectLayout.REJECTS.length());
        RejectLog log = new RejectLog(
                () -> store.create(name, ObjectAttributes.ofChunk(runId, chunk.number(), "application/x-ndjson")));
        return new RejectFile() {
            @Override
            public void reject(RejectedDocument document) {
                log.reject(document);
            }

            @Override
            public long count() {
                return log.count();
            }

            @Override
            public void commit() {
                if (log.commit() == null) {
                    // An attempt that was given up may have left one.
                    store.stat(name).ifPresent(store::delete);
                }
            }

            @Override
            public void close() {
                log.close();
            }
        };
    }

    @Override
    public void close() {
        store.close();
    }
}
