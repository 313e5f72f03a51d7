package dev.millrace.sink.object;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.model.RunPlan;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.Sink;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes each chunk as one object of a store; a manifest and `_SUCCESS` come last and list what counts. */
public final class ObjectSink implements Sink {

    private final ObjectStore store;
    private final ObjectLayout layout;
    private final ObjectFormat format;
    private final boolean overwrite;
    private final AtomicBoolean incomplete = new AtomicBoolean();
    private volatile @Nullable Prepared prepared;

    /**
     * @param store     is closed with the sink
     * @param overwrite whether a run may take the place of another run's output; without it such a target is refused
     */
    public ObjectSink(ObjectStore store, ObjectLayout layout, ObjectFormat format, boolean overwrite) {
        if (layout.hive() && format.joinsParts()) {
            throw MillraceException.usage(
                    "the " + format.extension() + " format has mongodump's layout, not Hive partitions",
                    "leave out the Hive partitions, or choose another format");
        }
        this.store = store;
        this.layout = layout;
        this.format = format;
        this.overwrite = overwrite;
    }

    @Override
    public String description() {
        return store.description();
    }

    /** The most memory that one open chunk writer holds, in bytes; one that has many rejects may hold a store's share more. */
    public long bytesPerWriter() {
        return store.bytesPerWriter() + format.bytesPerWriter();
    }

    @Override
    public void prepare(RunPlan plan) {
        new TargetClaim(store, plan, overwrite).take();
        store.removeLeftovers(plan.runId());
        prepared = new Prepared(plan);
    }

    @Override
    public ChunkWriter open(Chunk chunk) {
        Prepared run = prepared;
        if (run == null) {
            throw new IllegalStateException("prepare comes before open");
        }
        if (incomplete.compareAndSet(false, true)) {
            // A finished run whose chunks are written again is not complete meanwhile.
            store.stat(ObjectLayout.SUCCESS).ifPresent(store::delete);
        }
        CollectionPlan collection = run.collection(chunk.namespace());
        ObjectAttributes attributes = ObjectAttributes.ofChunk(run.runId(), chunk.number(), format.contentType());
        ObjectWriter object =
                store.create(layout.part(chunk.namespace(), chunk.part(), format.extension()), attributes);
        try {
            ObjectOutput output = new ObjectOutput(object);
            RejectLog rejects = new RejectLog(() -> store.create(
                    layout.rejects(chunk.namespace(), chunk.part()),
                    ObjectAttributes.ofChunk(run.runId(), chunk.number(), "application/x-ndjson")));
            return new ObjectChunkWriter(object, output, format.open(collection, output, rejects), rejects);
        } catch (RuntimeException | Error e) {
            object.close();
            throw e;
        }
    }

    @Override
    public void finish(RunPlan plan, Stream<ChunkReceipt> receipts) {
        new Completion(store, layout, format, plan).run(receipts);
    }

    @Override
    public void close() {
        store.close();
    }

    /** A run's collections by name. */
    private record Prepared(String runId, Map<Namespace, CollectionPlan> collections) {

        Prepared(RunPlan plan) {
            Map<Namespace, CollectionPlan> byName = new HashMap<>();
            plan.collections()
                    .forEach(collection -> byName.put(collection.info().namespace(), collection));
            this(plan.runId(), Map.copyOf(byName));
        }

        CollectionPlan collection(Namespace namespace) {
            CollectionPlan collection = collections.get(namespace);
            if (collection == null) {
                throw new IllegalArgumentException(namespace + " is not in the plan of run " + runId);
            }
            return collection;
        }
    }
}
