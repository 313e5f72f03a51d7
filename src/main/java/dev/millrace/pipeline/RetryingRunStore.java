package dev.millrace.pipeline;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.Finding;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import dev.millrace.observe.RunEvent;
import dev.millrace.state.FailedChunk;
import dev.millrace.state.Lease;
import dev.millrace.state.RunProgress;
import dev.millrace.state.RunStore;
import dev.millrace.state.WorkerReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A run store whose every operation is tried again while the store calls its failures transient. */
public final class RetryingRunStore implements RunStore {

    private final RunStore store;
    private final Retry retry;
    private final Consumer<RunEvent> events;

    public RetryingRunStore(RunStore store, Retry retry, Consumer<RunEvent> events) {
        this.store = store;
        this.retry = retry;
        this.events = events;
    }

    @Override
    public String description() {
        return store.description();
    }

    @Override
    public boolean isShared() {
        return store.isShared();
    }

    @Override
    public List<RunProgress> runs() {
        return call("runs", store::runs);
    }

    @Override
    public Optional<RunPlan> plan(String runId) {
        return call("plan", () -> store.plan(runId));
    }

    @Override
    public boolean claimPlanning(String runId, String worker, Duration ttl) {
        return call("claimPlanning", () -> store.claimPlanning(runId, worker, ttl));
    }

    @Override
    public void addChunks(String runId, List<Chunk> chunks) {
        run("addChunks", () -> store.addChunks(runId, chunks));
    }

    @Override
    public void publish(RunPlan plan) {
        run("publish", () -> store.publish(plan));
    }

    @Override
    public Optional<Lease> lease(String runId, String worker, Duration ttl) {
        return call("lease", () -> store.lease(runId, worker, ttl));
    }

    @Override
    public boolean renew(Lease lease, Duration ttl) {
        return call("renew", () -> store.renew(lease, ttl));
    }

    @Override
    public boolean complete(Lease lease, WriteReceipt receipt) {
        return call("complete", () -> store.complete(lease, receipt));
    }

    @Override
    public void release(Lease lease) {
        run("release", () -> store.release(lease));
    }

    @Override
    public void fail(Lease lease, int attempts, String reason) {
        run("fail", () -> store.fail(lease, attempts, reason));
    }

    @Override
    public int retryFailed(String runId) {
        return call("retryFailed", () -> store.retryFailed(runId));
    }

    @Override
    public void report(String runId, WorkerReport report, Duration ttl) {
        run("report", () -> store.report(runId, report, ttl));
    }

    @Override
    public RunProgress progress(String runId) {
        return call("progress", () -> store.progress(runId));
    }

    @Override
    public List<FailedChunk> failures(String runId) {
        return call("failures", () -> store.failures(runId));
    }

    @Override
    public Stream<ChunkReceipt> receipts(String runId) {
        return call("receipts", () -> store.receipts(runId));
    }

    @Override
    public boolean claimFinish(String runId, String worker, Duration ttl) {
        return call("claimFinish", () -> store.claimFinish(runId, worker, ttl));
    }

    @Override
    public void finished(String runId) {
        run("finished", () -> store.finished(runId));
    }

    @Override
    public void delete(String runId) {
        run("delete", () -> store.delete(runId));
    }

    @Override
    public List<Finding> check() {
        return store.check();
    }

    @Override
    public void close() {
        store.close();
    }

    private <T> T call(String operation, Supplier<T> task) {
        return retry.call(
                "the run store's " + operation,
                task,
                (attempt, wait, reason) ->
                        events.accept(new RunEvent.StoreRetried(operation, attempt, wait, reason.problem())));
    }

    private void run(String operation, Runnable task) {
        call(operation, () -> {
            task.run();
            return true;
        });
    }
}
