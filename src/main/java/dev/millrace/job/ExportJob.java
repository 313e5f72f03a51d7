package dev.millrace.job;

import dev.millrace.config.Allowance;
import dev.millrace.config.Configuration;
import dev.millrace.config.RunSettings;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.RunPlan;
import dev.millrace.observe.EventMetrics;
import dev.millrace.observe.LogEvents;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.RunEvents;
import dev.millrace.observe.RunSummary;
import dev.millrace.observe.RunSummary.Outcome;
import dev.millrace.pipeline.BulkPipeline;
import dev.millrace.pipeline.MemoryBudget;
import dev.millrace.pipeline.Retry;
import dev.millrace.pipeline.RetryingRunStore;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.pipeline.StopSignal;
import dev.millrace.sink.Sink;
import dev.millrace.sink.object.ObjectFormat;
import dev.millrace.source.DocumentSource;
import dev.millrace.state.RunPhase;
import dev.millrace.state.RunProgress;
import dev.millrace.state.RunStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Composes an export out of its parts and runs it. */
@ApplicationScoped
public class ExportJob {

    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    /** A run store may be away for about two minutes. */
    private static final int STORE_ATTEMPTS = 16;

    @Inject
    MeterRegistry registry;

    /**
     * Runs an export to its end, or until the stop is requested.
     *
     * @param view is told every event, by many threads
     */
    public RunSummary run(Configuration configuration, ExportRequest request, StopSignal stop, Consumer<RunEvent> view)
            throws InterruptedException {
        ExportPlan plan = ExportPlan.of(configuration, request);
        Consumer<RunEvent> events = new RunEvents(List.of(new LogEvents(), new EventMetrics(registry), view));
        try (DocumentSource source = Connectors.source(configuration, request.source());
                Sink sink = ExportTarget.open(configuration, plan);
                RunStore opened = Connectors.runStore(configuration)) {
            RunStore store = new RetryingRunStore(opened, retry(STORE_ATTEMPTS), events);
            String runId = runId(configuration, plan, source, sink);
            if (request.restart()) {
                store.delete(runId);
            }
            RunPlanner planner = new RunPlanner(store, WorkerName.ofThisProcess(), InstantSource.system(), stop);
            RunPlanner.Request planned = planRequest(runId, plan, sink);
            planner.checkMatches(planned);
            RunProgress progress = store.progress(runId);
            if (progress.phase() == RunPhase.FINISHED) {
                return new RunSummary(Outcome.ALREADY_DONE, progress, Duration.ZERO, 0, List.of());
            }
            SchemaPlanning schemas = new SchemaPlanning(plan, configuration, source);
            RunPlan runPlan = planner.plan(planned, source, schemas::schemaOf);
            return pipeline(configuration, plan, source, sink, store, stop, events)
                    .run(runPlan);
        }
    }

    /** Whether a finished run has rejected more than is tolerated. */
    public static boolean tooManyRejects(Configuration configuration, RunSummary summary) {
        Allowance allowance = configuration.get(RunSettings.MAX_REJECTS);
        return !allowance.permits(summary.progress().rejected(), summary.read());
    }

    /** What {@link #run} would do; opens the source, writes nothing. */
    public DryRun dryRun(Configuration configuration, ExportRequest request) {
        ExportPlan plan = ExportPlan.of(configuration, request);
        try (DocumentSource source = Connectors.source(configuration, request.source());
                Sink sink = ExportTarget.open(configuration, plan)) {
            SchemaPlanning schemas = new SchemaPlanning(plan, configuration, source);
            ObjectFormat format = ExportTarget.format(configuration, plan);
            List<DryRun.Collection> collections = source.collections(plan.selection()).stream()
                    .map(info -> dryRun(info, plan, source, schemas, format))
                    .toList();
            return new DryRun(
                    runId(configuration, plan, source, sink),
                    source.description(),
                    sink.description(),
                    plan.resources().workers(),
                    collections);
        }
    }

    private static DryRun.Collection dryRun(
            CollectionInfo info, ExportPlan plan, DocumentSource source, SchemaPlanning schemas, ObjectFormat format) {
        AtomicInteger chunks = new AtomicInteger();
        source.plan(info, plan.chunkSize(), range -> chunks.incrementAndGet());
        CollectionPlan collection = new CollectionPlan(info, schemas.schemaOf(info));
        SampleEncoding encoding = SampleEncoding.of(collection, format, schemas.sampleOf(info));
        long bytes = Math.max(0, info.bytes());
        int cores = Math.min(plan.resources().workers(), Runtime.getRuntime().availableProcessors());
        return new DryRun.Collection(
                collection,
                chunks.get(),
                encoding.outputBytes(bytes),
                encoding.time(bytes, cores),
                SchemaPlanning.columns(collection));
    }

    private static RunPlanner.Request planRequest(String runId, ExportPlan plan, Sink sink) {
        return new RunPlanner.Request(
                runId, "export", sink.description(), plan.selection(), plan.chunkSize(), plan.settings());
    }

    private static String runId(Configuration configuration, ExportPlan plan, DocumentSource source, Sink sink) {
        return configuration
                .find(RunSettings.RUN_ID)
                .map(RunIdentity::checked)
                .orElseGet(() -> RunIdentity.of(new BsonDocument("command", new BsonString("export"))
                        .append("source", new BsonString(source.description()))
                        .append("target", new BsonString(sink.description()))
                        .append("settings", plan.settings())));
    }

    private static BulkPipeline pipeline(
            Configuration configuration,
            ExportPlan plan,
            DocumentSource source,
            Sink sink,
            RunStore store,
            StopSignal stop,
            Consumer<RunEvent> events) {
        int attempts = configuration.get(RunSettings.ATTEMPTS);
        RunLimits limits = new RunLimits(
                plan.resources().workers(),
                plan.resources().batchBytes(),
                attempts,
                Duration.ofSeconds(configuration.get(RunSettings.LEASE_SECONDS)),
                Duration.ofSeconds(configuration.get(RunSettings.DRAIN_SECONDS)));
        return new BulkPipeline(
                source,
                sink,
                store,
                new MemoryBudget(plan.resources().inFlightBytes()),
                retry(attempts),
                limits,
                stop,
                WorkerName.ofThisProcess(),
                InstantSource.system(),
                events);
    }

    private static Retry retry(int attempts) {
        return new Retry(attempts, FIRST_WAIT, LONGEST_WAIT, new SplittableRandom());
    }
}
