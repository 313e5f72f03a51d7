package dev.millrace.job;

import dev.millrace.config.Allowance;
import dev.millrace.config.Configuration;
import dev.millrace.config.RunSettings;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.MillraceException;
import dev.millrace.model.RequestUnits;
import dev.millrace.model.RunPlan;
import dev.millrace.observe.EventMetrics;
import dev.millrace.observe.Listeners;
import dev.millrace.observe.LogEvents;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.RunSummary;
import dev.millrace.observe.RunSummary.Outcome;
import dev.millrace.pipeline.BulkPipeline;
import dev.millrace.pipeline.MemoryBudget;
import dev.millrace.pipeline.Retry;
import dev.millrace.pipeline.RetryingRunStore;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.pipeline.StopSignal;
import dev.millrace.schema.Nesting;
import dev.millrace.schema.TableSchema;
import dev.millrace.sink.Sink;
import dev.millrace.source.DocumentSource;
import dev.millrace.state.RunPhase;
import dev.millrace.state.RunProgress;
import dev.millrace.state.RunStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Composes a run that moves collections in chunks, whatever its target, and runs it. */
public final class BulkJob {

    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    /** A run store may be away for about two minutes. */
    private static final int STORE_ATTEMPTS = 16;

    private final Configuration configuration;
    private final BulkPlan plan;
    private final Optional<Nesting> columns;
    private final Function<Consumer<RunEvent>, Sink> target;
    private final boolean repeatable;
    private final boolean definitions;
    private final UnaryOperator<TableSchema> choice;
    private final Supplier<DocumentSource> origin;

    /**
     * @param columns how documents stand in the target's columns; empty where it has none
     * @param target  opens the target
     */
    BulkJob(Configuration configuration, BulkPlan plan, Optional<Nesting> columns, Supplier<Sink> target) {
        this(configuration, plan, columns, events -> target.get());
    }

    /** @param target opens the target, which has events of its own to tell */
    BulkJob(
            Configuration configuration,
            BulkPlan plan,
            Optional<Nesting> columns,
            Function<Consumer<RunEvent>, Sink> target) {
        this(
                configuration,
                plan,
                columns,
                target,
                false,
                false,
                UnaryOperator.identity(),
                () -> Connectors.source(configuration, plan.source()));
    }

    private BulkJob(
            Configuration configuration,
            BulkPlan plan,
            Optional<Nesting> columns,
            Function<Consumer<RunEvent>, Sink> target,
            boolean repeatable,
            boolean definitions,
            UnaryOperator<TableSchema> choice,
            Supplier<DocumentSource> origin) {
        this.configuration = configuration;
        this.plan = plan;
        this.columns = columns;
        this.target = target;
        this.repeatable = repeatable;
        this.definitions = definitions;
        this.choice = choice;
        this.origin = origin;
    }

    /** The same, but a run that is finished is begun anew instead of being done already. */
    BulkJob repeatable() {
        return new BulkJob(configuration, plan, columns, target, true, definitions, choice, origin);
    }

    /** The same, with views of which the source has the definition alone. */
    BulkJob withDefinitions() {
        return new BulkJob(configuration, plan, columns, target, repeatable, true, choice, origin);
    }

    /** The same, with the columns that are chosen of those that were inferred or are in a file. */
    BulkJob choosing(UnaryOperator<TableSchema> chosen) {
        return new BulkJob(configuration, plan, columns, target, repeatable, definitions, chosen, origin);
    }

    /** The same, reading from another source than the one that the configuration names. */
    BulkJob from(Supplier<DocumentSource> other) {
        return new BulkJob(configuration, plan, columns, target, repeatable, definitions, choice, other);
    }

    /**
     * Runs to the end, or until the stop is requested.
     *
     * @param restart forget what is known of this run
     * @param view    is told every event, by many threads
     */
    RunSummary run(boolean restart, MeterRegistry registry, StopSignal stop, Consumer<RunEvent> view)
            throws InterruptedException {
        Consumer<RunEvent> events = new Listeners<>(List.of(new LogEvents(), new EventMetrics(registry), view));
        try (DocumentSource source = origin.get();
                Sink sink = target.apply(events);
                RunStore opened = Connectors.runStore(configuration)) {
            requireShared(opened);
            RunStore store = new RetryingRunStore(opened, retry(STORE_ATTEMPTS), events);
            String runId = runId(source, sink);
            if (restart || (repeatable && store.progress(runId).phase() == RunPhase.FINISHED)) {
                store.delete(runId);
            }
            RunPlanner planner =
                    new RunPlanner(store, WorkerName.of(configuration), leaseTtl(), InstantSource.system(), stop);
            RunPlanner.Request planned = planRequest(runId, sink);
            planner.checkMatches(planned);
            RunProgress progress = store.progress(runId);
            if (progress.phase() == RunPhase.FINISHED) {
                return new RunSummary(
                        Outcome.ALREADY_DONE, progress, Duration.ZERO, 0, RequestUnits.NONE, List.of(), List.of());
            }
            SchemaPlanning schemas = new SchemaPlanning(columns, choice, configuration, source);
            RunPlan runPlan = planner.plan(planned, source, schemas::schemaOf, sink::begin);
            int processes = RunSettings.processes(configuration);
            return paced(
                    processes > 1
                            ? fleet(processes, runId, store, stop, events).run(runPlan)
                            : pipeline(source, sink, store, stop, events).run(runPlan));
        }
    }

    private RunSummary paced(RunSummary summary) {
        boolean useless = configuration.find(RunSettings.MAX_RU).isPresent()
                && !summary.requestUnits().isAny();
        return useless
                ? summary.noting("--max-ru did nothing: neither source nor target charges by request units")
                : summary;
    }

    /**
     * What {@link #run} would do; opens source and target, writes nothing.
     *
     * @param describe a line for each thing that a collection becomes
     */
    DryRun dryRun(SampleEncoding.Encoder encoder, Function<CollectionPlan, List<String>> describe) {
        try (DocumentSource source = origin.get();
                Sink sink = target.apply(event -> {})) {
            SchemaPlanning schemas = new SchemaPlanning(columns, choice, configuration, source);
            List<DryRun.Collection> collections = source.collections(plan.selection()).stream()
                    .map(info -> dryRun(info, source, schemas, encoder, describe))
                    .toList();
            return new DryRun(
                    runId(source, sink),
                    source.description(),
                    sink.description(),
                    plan.resources().workers(),
                    collections);
        }
    }

    /** Whether a finished run has rejected more than is tolerated. */
    public static boolean tooManyRejects(Configuration configuration, RunSummary summary) {
        Allowance allowance = configuration.get(RunSettings.MAX_REJECTS);
        return !allowance.permits(summary.progress().rejected(), summary.read());
    }

    private DryRun.Collection dryRun(
            CollectionInfo info,
            DocumentSource source,
            SchemaPlanning schemas,
            SampleEncoding.Encoder encoder,
            Function<CollectionPlan, List<String>> describe) {
        AtomicInteger chunks = new AtomicInteger();
        source.plan(info, plan.chunkSize(), range -> chunks.incrementAndGet());
        CollectionPlan collection = new CollectionPlan(info, schemas.schemaOf(info));
        SampleEncoding encoding = SampleEncoding.of(collection, encoder, schemas.sampleOf(info));
        long bytes = Math.max(0, info.bytes());
        int cores = Math.min(plan.resources().workers(), Runtime.getRuntime().availableProcessors());
        return new DryRun.Collection(
                collection,
                chunks.get(),
                encoding.outputBytes(bytes),
                encoding.time(bytes, cores),
                describe.apply(collection));
    }

    private void requireShared(RunStore store) {
        if (RunSettings.processes(configuration) > 1 && !store.isShared()) {
            throw MillraceException.usage(
                    "several processes cannot share a run that is kept in " + store.description(),
                    "give --run-store redis://HOST:PORT, or one process: its workers use all cores too");
        }
    }

    private RunPlanner.Request planRequest(String runId, Sink sink) {
        return new RunPlanner.Request(
                runId,
                plan.command(),
                sink.description(),
                plan.selection(),
                plan.chunkSize(),
                definitions,
                plan.settings());
    }

    private String runId(DocumentSource source, Sink sink) {
        return configuration
                .find(RunSettings.RUN_ID)
                .map(RunIdentity::checked)
                .orElseGet(() -> RunIdentity.of(new BsonDocument("command", new BsonString(plan.command()))
                        .append("source", new BsonString(source.description()))
                        .append("target", new BsonString(sink.description()))
                        .append("settings", plan.settings())));
    }

    private BulkPipeline pipeline(
            DocumentSource source, Sink sink, RunStore store, StopSignal stop, Consumer<RunEvent> events) {
        int attempts = configuration.get(RunSettings.ATTEMPTS);
        RunLimits limits = new RunLimits(
                Math.min(plan.resources().workers(), sink.mostWriters()),
                plan.resources().batchBytes(),
                attempts,
                leaseTtl(),
                Duration.ofSeconds(configuration.get(RunSettings.DRAIN_SECONDS)));
        return new BulkPipeline(
                source,
                sink,
                store,
                new MemoryBudget(plan.resources().inFlightBytes()),
                retry(attempts),
                limits,
                stop,
                WorkerName.of(configuration),
                InstantSource.system(),
                events);
    }

    private ProcessFleet fleet(
            int processes, String runId, RunStore store, StopSignal stop, Consumer<RunEvent> events) {
        return new ProcessFleet(
                WorkerName.of(configuration),
                store,
                FleetCommand.of(
                        OwnCommand.ofThisProcess(),
                        configuration,
                        plan.resources().workers(),
                        processes,
                        runId),
                processes,
                processes * configuration.get(RunSettings.ATTEMPTS),
                Duration.ofSeconds(configuration.get(RunSettings.DRAIN_SECONDS)),
                stop,
                InstantSource.system(),
                events);
    }

    private Duration leaseTtl() {
        return Duration.ofSeconds(configuration.get(RunSettings.LEASE_SECONDS));
    }

    private static Retry retry(int attempts) {
        return new Retry(attempts, FIRST_WAIT, LONGEST_WAIT, new SplittableRandom());
    }
}
