package dev.millrace.pipeline;

import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.MillraceException;
import dev.millrace.model.RequestUnits;
import dev.millrace.model.RunPlan;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.RunMeter;
import dev.millrace.observe.RunSummary;
import dev.millrace.observe.RunSummary.Outcome;
import dev.millrace.sink.Sink;
import dev.millrace.source.DocumentSource;
import dev.millrace.state.RunPhase;
import dev.millrace.state.RunProgress;
import dev.millrace.state.RunStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Moves the chunks of a planned run from a source to a sink: leases them, moves each on a virtual thread, finishes the
 * sink after the last. Any number of processes may do so at once on one shared run store.
 */
public final class BulkPipeline {

    private static final Duration TICK = Duration.ofSeconds(1);

    /** A claim to finish that is over at once. */
    private static final Duration RELEASED = Duration.ofMillis(1);

    private final DocumentSource source;
    private final Sink sink;
    private final RunStore store;
    private final MemoryBudget budget;
    private final Retry retry;
    private final RunLimits limits;
    private final StopSignal stop;
    private final String worker;
    private final InstantSource clock;
    private final Consumer<RunEvent> events;
    private final RunMeter meter = new RunMeter(System.nanoTime());

    public BulkPipeline(
            DocumentSource source,
            Sink sink,
            RunStore store,
            MemoryBudget budget,
            Retry retry,
            RunLimits limits,
            StopSignal stop,
            String worker,
            InstantSource clock,
            Consumer<RunEvent> events) {
        this.source = source;
        this.sink = sink;
        this.store = store;
        this.budget = budget;
        this.retry = retry;
        this.limits = limits;
        this.stop = stop;
        this.worker = worker;
        this.clock = clock;
        this.events = events;
    }

    /** Runs until every chunk is done or given up, or a stop was requested and the chunks in flight have ended. */
    public RunSummary run(RunPlan plan) throws InterruptedException {
        long start = System.nanoTime();
        String runId = plan.runId();
        boolean resumed = store.progress(runId).done() > 0;
        store.retryFailed(runId);
        sink.prepare(plan);
        events.accept(new RunEvent.RunStarted(runId, store.progress(runId), resumed));
        moveChunks(runId);
        Outcome outcome = finish(plan);
        RunSummary summary = new RunSummary(
                outcome,
                store.progress(runId),
                Duration.ofNanos(System.nanoTime() - start),
                meter.retries(),
                spent(),
                store.failures(runId),
                sink.notes());
        events.accept(new RunEvent.RunEnded(summary));
        return summary;
    }

    private void moveChunks(String runId) throws InterruptedException {
        try (TaskGroup workers = new TaskGroup("worker");
                TaskGroup background = new TaskGroup("background", workers::interrupt)) {
            LeaseKeeper keeper = new LeaseKeeper(store, limits.leaseTtl(), events);
            background.fork(keeper::keep);
            background.fork(() -> tick(runId));
            background.fork(() -> abandonAfterDrain(runId, workers));
            for (int i = 0; i < limits.workers(); i++) {
                workers.fork(newWorker(runId, keeper)::work);
            }
            join(workers, background);
        }
    }

    private void join(TaskGroup workers, TaskGroup background) throws InterruptedException {
        try {
            workers.join();
        } catch (MillraceException e) {
            background.throwFailure();
            if (!stop.isRequested()) {
                throw e;
            }
        }
    }

    private ChunkWorker newWorker(String runId, LeaseKeeper keeper) {
        ChunkMove mover = new ChunkMove(source, sink, budget, meter, limits.batchBytes());
        return new ChunkWorker(runId, worker, store, mover, keeper, retry, limits, stop, meter, events);
    }

    private void tick(String runId) throws InterruptedException {
        while (true) {
            Thread.sleep(TICK);
            var report = meter.report(worker, usedMemory(), spent(), System.nanoTime(), clock.instant());
            store.report(runId, report, TICK.multipliedBy(10));
            events.accept(new RunEvent.ProgressMade(store.progress(runId), report));
        }
    }

    private void abandonAfterDrain(String runId, TaskGroup workers) throws InterruptedException {
        stop.await();
        events.accept(new RunEvent.RunStopping(runId, limits.drain()));
        Thread.sleep(limits.drain());
        workers.interrupt();
    }

    private Outcome finish(RunPlan plan) throws InterruptedException {
        String runId = plan.runId();
        while (true) {
            RunProgress progress = store.progress(runId);
            if (progress.phase() == RunPhase.FINISHED) {
                return Outcome.DONE;
            }
            if (progress.failed() > 0 && progress.pending() + progress.leased() == 0) {
                return Outcome.FAILED;
            }
            if (progress.done() < progress.chunks()) {
                return Outcome.INTERRUPTED;
            }
            if (store.claimFinish(runId, worker, limits.leaseTtl())) {
                try (Stream<ChunkReceipt> receipts = store.receipts(runId)) {
                    sink.finish(plan, receipts);
                }
                if (!sink.isComplete()) {
                    store.claimFinish(runId, worker, RELEASED);
                    return Outcome.INCOMPLETE;
                }
                store.finished(runId);
                return Outcome.DONE;
            }
            if (stop.await(TICK)) {
                return Outcome.INTERRUPTED;
            }
        }
    }

    private RequestUnits spent() {
        return source.requestUnits().plus(sink.requestUnits());
    }

    private static long usedMemory() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
