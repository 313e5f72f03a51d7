package dev.millrace.job;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.MillraceException;
import dev.millrace.model.RunPlan;
import dev.millrace.pipeline.StopSignal;
import dev.millrace.pipeline.TaskGroup;
import dev.millrace.source.ChunkSize;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.NamespaceSelection;
import dev.millrace.state.RunStore;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** Finds the plan of a run in its store, or makes it: collections, their schemas, their chunks. */
final class RunPlanner {

    private static final long POLL_MILLIS = 500;

    private final RunStore store;
    private final String worker;
    private final Duration ttl;
    private final InstantSource clock;
    private final StopSignal stop;

    /** @param ttl how long the planning stays with a process that gives no sign of life */
    RunPlanner(RunStore store, String worker, Duration ttl, InstantSource clock, StopSignal stop) {
        this.store = store;
        this.worker = worker;
        this.ttl = ttl;
        this.clock = clock;
        this.stop = stop;
    }

    /**
     * What a run is to be.
     *
     * @param definitions whether the target has a use for views without documents
     */
    record Request(
            String runId,
            String command,
            String target,
            NamespaceSelection selection,
            ChunkSize chunkSize,
            boolean definitions,
            BsonDocument settings) {}

    /** Infers the schema of one collection; an empty document where the format has none. */
    @FunctionalInterface
    interface SchemaPlanner {
        BsonDocument schemaOf(CollectionInfo collection);
    }

    /**
     * The published plan; waits while another process makes it.
     *
     * @param begin told of a new plan right before it is published
     */
    RunPlan plan(Request request, DocumentSource source, SchemaPlanner schemas, Consumer<RunPlan> begin)
            throws InterruptedException {
        while (true) {
            Optional<RunPlan> known = store.plan(request.runId());
            if (known.isPresent()) {
                return matching(known.get(), request);
            }
            if (store.claimPlanning(request.runId(), worker, ttl)) {
                try (TaskGroup background = new TaskGroup("planning")) {
                    background.fork(() -> keepClaim(request.runId()));
                    return make(request, source, schemas, begin);
                }
            }
            if (stop.isRequested()) {
                throw MillraceException.interrupted("planning");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Samples and boundaries of large collections can take minutes in which no chunk is found. */
    private void keepClaim(String runId) throws InterruptedException {
        while (true) {
            Thread.sleep(ttl.dividedBy(3));
            store.addChunks(runId, List.of());
        }
    }

    /** Refuses a run that is known under this name and was begun with other settings; an unknown one is fine. */
    void checkMatches(Request request) {
        store.plan(request.runId()).ifPresent(known -> matching(known, request));
    }

    private RunPlan make(Request request, DocumentSource source, SchemaPlanner schemas, Consumer<RunPlan> begin) {
        List<CollectionPlan> collections = source.collections(request.selection()).stream()
                .map(info -> new CollectionPlan(info, schemas.schemaOf(info)))
                .toList();
        ChunkNumbering numbering = new ChunkNumbering(store, request.runId(), stop);
        for (CollectionPlan collection : collections) {
            CollectionInfo info = collection.info();
            AtomicInteger part = new AtomicInteger();
            source.plan(
                    info, request.chunkSize(), range -> numbering.add(info.namespace(), part.getAndIncrement(), range));
        }
        numbering.flush();
        List<CollectionPlan> all = new ArrayList<>(collections);
        if (request.definitions()) {
            source.definitions(request.selection())
                    .forEach(view -> all.add(new CollectionPlan(view, new BsonDocument())));
        }
        RunPlan plan = new RunPlan(
                request.runId(),
                request.command(),
                source.description(),
                request.target(),
                all,
                request.settings(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        begin.accept(plan);
        store.publish(plan);
        return plan;
    }

    private static RunPlan matching(RunPlan plan, Request request) {
        if (!asStored(plan.settings()).equals(asStored(request.settings()))
                || !plan.target().equals(request.target())) {
            throw MillraceException.usage(
                    "run " + request.runId() + " was begun with other settings",
                    "repeat its arguments, choose another --run-id, or begin anew with --restart");
        }
        return plan;
    }

    /** Settings that hold a query with operators are read back with other types than they were written with. */
    private static BsonDocument asStored(BsonDocument settings) {
        return BsonDocument.parse(settings.toJson(
                JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build()));
    }
}
