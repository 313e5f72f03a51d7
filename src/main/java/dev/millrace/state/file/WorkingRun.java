package dev.millrace.state.file;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import dev.millrace.state.FailedChunk;
import dev.millrace.state.Lease;
import dev.millrace.state.RunProgress;
import dev.millrace.state.StoredFailure;
import dev.millrace.state.StoredPlan;
import dev.millrace.state.StoredReceipt;
import dev.millrace.state.WorkerReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run that this process works on: it holds the run's lock and is the only one to write. Safe for many threads. */
final class WorkingRun implements AutoCloseable {

    private final RunFolder folder;
    private final Clock clock;
    private final RunLock lock;
    private final RunHistory history;
    private final Journal journal;
    private final WorkerReports reports;
    private final RunPlanning planning;
    private final ReentrantLock changing = new ReentrantLock();
    private long nextFence;
    private @Nullable PublishedPlan plan;
    private @Nullable ChunkFile chunks;
    private @Nullable RunClaim finisher;

    private WorkingRun(RunFolder folder, Clock clock, RunLock lock) {
        this.folder = folder;
        this.clock = clock;
        this.lock = lock;
        reports = new WorkerReports(folder);
        planning = new RunPlanning(folder, clock);
        history = new RunHistory();
        history.readOn(folder.journal());
        plan = PublishedPlan.read(folder.plan()).orElse(null);
        chunks = plan == null ? null : ChunkFile.open(folder.chunks(), plan);
        // Twenty bits below the time: fences grow from process to process even where the journal's last lines were
        // lost.
        nextFence = Math.max(history.lastFence() + 1, clock.millis() << 20);
        journal = new Journal(folder.journal(), history.end());
    }

    /** Takes the run's lock, creating its folder where there is none. */
    static WorkingRun open(RunFolder folder, Clock clock) {
        folder.create();
        RunLock lock = RunLock.take(folder);
        try {
            WorkingRun run = new WorkingRun(folder, clock, lock);
            run.durably(() -> run.write(new JournalEntry.Opened(run.nextFence)));
            return run;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    boolean claimPlanning(String worker, Duration ttl) {
        return locked(() -> plan == null && planning.claim(worker, ttl));
    }

    void addChunks(List<Chunk> more) {
        changing.lock();
        try {
            planning.add(more);
        } finally {
            changing.unlock();
        }
    }

    void publish(RunPlan fresh) {
        changing.lock();
        try {
            if (plan != null && StoredPlan.encode(plan.plan()).equals(StoredPlan.encode(fresh))) {
                return;
            }
            PublishedPlan published = planning.publish(fresh);
            chunks = ChunkFile.open(folder.chunks(), published);
            plan = published;
        } finally {
            changing.unlock();
        }
    }

    Optional<Lease> lease(String worker, Duration ttl) {
        Lease lease;
        changing.lock();
        try {
            if (plan == null || chunks == null || history.isFinished()) {
                return Optional.empty();
            }
            Instant now = clock.instant();
            int number = history.table().next(plan.chunks(), now.toEpochMilli());
            if (number < 0) {
                return Optional.empty();
            }
            Chunk chunk = chunks.read(number);
            long fence = nextFence++;
            write(new JournalEntry.Leased(number, fence));
            extend(number, fence, ttl);
            lease = new Lease(
                    folder.runId(), chunk, worker, fence, history.table().attempts(number));
        } finally {
            changing.unlock();
        }
        return Optional.of(lease);
    }

    boolean renew(Lease lease, Duration ttl) {
        return locked(() -> {
            boolean held = holds(lease);
            if (held) {
                extend(lease.chunk().number(), lease.fence(), ttl);
            }
            return held;
        });
    }

    boolean complete(Lease lease, WriteReceipt receipt) {
        int number = lease.chunk().number();
        changing.lock();
        try {
            if (history.table().isDone(number)) {
                journal.sync(journal.end()); // it may be the disk that the first call did not wait for
                return RunHistory.receipt(folder.journal(), number)
                        .filter(earlier -> earlier.fence() == lease.fence())
                        .isPresent();
            }
        } finally {
            changing.unlock();
        }
        return durably(() ->
                holds(lease) && write(new JournalEntry.Done(number, StoredReceipt.of(lease.fence(), receipt))));
    }

    void release(Lease lease) {
        changing.lock();
        try {
            if (holds(lease)) {
                write(new JournalEntry.Released(lease.chunk().number()));
            }
        } finally {
            changing.unlock();
        }
    }

    void fail(Lease lease, int attempts, String reason) {
        durably(() -> holds(lease)
                && write(new JournalEntry.Failed(lease.chunk().number(), new StoredFailure(attempts, reason))));
    }

    int retryFailed() {
        return locked(() -> {
            int failed = history.table().failed();
            if (failed > 0) {
                write(new JournalEntry.Retried());
            }
            return failed;
        });
    }

    void report(WorkerReport report, Duration ttl) {
        changing.lock();
        try {
            reports.add(report, clock.instant(), ttl);
        } finally {
            changing.unlock();
        }
    }

    Optional<RunPlan> plan() {
        return locked(() -> Optional.ofNullable(plan).map(PublishedPlan::plan));
    }

    RunProgress progress() {
        return locked(() -> {
            Instant now = clock.instant();
            if (plan == null) {
                return RunSnapshot.planning(
                        folder.runId(),
                        planning.chunks(),
                        planning.expectedDocuments(),
                        Instant.EPOCH,
                        reports.at(now));
            }
            int leased = history.table().leased(now.toEpochMilli());
            return RunSnapshot.progress(folder.runId(), plan, history, leased, reports.at(now));
        });
    }

    List<FailedChunk> failures() {
        return locked(() -> chunks == null ? List.of() : RunSnapshot.failures(folder, chunks, history));
    }

    Stream<ChunkReceipt> receipts() {
        return locked(
                () -> plan == null ? Stream.empty() : ReceiptIterator.stream(folder, plan.chunks(), journal.end()));
    }

    boolean claimFinish(String worker, Duration ttl) {
        return locked(() -> {
            Instant now = clock.instant();
            boolean ready =
                    plan != null && !history.isFinished() && history.table().done() == plan.chunks();
            if (!ready || (finisher != null && finisher.excludes(worker, now))) {
                return false;
            }
            finisher = RunClaim.of(worker, ttl, now);
            return true;
        });
    }

    void finished() {
        durably(() -> !history.isFinished() && write(new JournalEntry.Finished()));
    }

    /** Forgets the run and lets go of it. */
    void delete() {
        changing.lock();
        try {
            journal.close();
            folder.delete();
        } finally {
            changing.unlock();
            lock.close();
        }
    }

    @Override
    public void close() {
        changing.lock();
        try (lock;
                journal;
                planning) {
            reports.clear();
        } finally {
            changing.unlock();
        }
    }

    private <T> T locked(Supplier<T> action) {
        changing.lock();
        try {
            return action.get();
        } finally {
            changing.unlock();
        }
    }

    /** Makes a change under the lock, and waits for the disk outside of it, together with others that wait. */
    private boolean durably(Change change) {
        boolean changed;
        long end;
        changing.lock();
        try {
            changed = change.make();
            end = journal.end();
        } finally {
            changing.unlock();
        }
        if (changed) {
            journal.sync(end);
        }
        return changed;
    }

    private boolean write(JournalEntry entry) {
        long start = journal.end();
        journal.append(entry);
        history.apply(entry, start);
        return true;
    }

    private boolean holds(Lease lease) {
        HeldLease holder = history.table().holder(lease.chunk().number());
        return holder != null && holder.fence() == lease.fence();
    }

    private void extend(int number, long fence, Duration ttl) {
        history.table()
                .extend(number, new HeldLease(fence, clock.instant().plus(ttl).toEpochMilli()));
    }

    /** Something that may turn out not to be a change. */
    private interface Change {
        boolean make();
    }
}
