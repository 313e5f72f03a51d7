package dev.millrace.state.file;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.FailureKind;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import dev.millrace.state.FailedChunk;
import dev.millrace.state.Lease;
import dev.millrace.state.RunProgress;
import dev.millrace.state.RunStore;
import dev.millrace.state.WorkerReport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Keeps runs in a local directory, one folder a run. One process works on a run at a time: the first call that changes
 * a run takes its lock, and keeps it until {@link #close}; other processes may read meanwhile. Leases end with their
 * process. What was acknowledged survives `kill -9` and a power cut.
 */
public final class FileRunStore implements RunStore {

    /** Where runs are kept when nobody says otherwise, relative to the working directory. */
    public static final Path DEFAULT_DIRECTORY = Path.of(".millrace");

    private final Path directory;
    private final Clock clock;
    private final Map<String, WorkingRun> working = new ConcurrentHashMap<>();
    private final Map<String, RunView> views = new ConcurrentHashMap<>();
    private final ReentrantLock opening = new ReentrantLock();
    private boolean closed;

    public FileRunStore(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public String description() {
        return "file:" + directory;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    /** Newest first. A run whose files are damaged is listed with phase UNKNOWN. */
    @Override
    public List<RunProgress> runs() {
        return RunFolder.in(directory).stream()
                .map(folder -> progressOrUnknown(folder.runId()))
                .sorted(Comparator.comparing(RunProgress::created).reversed())
                .toList();
    }

    @Override
    public Optional<RunPlan> plan(String runId) {
        WorkingRun run = working.get(runId);
        return run != null ? run.plan() : view(runId).plan().map(PublishedPlan::plan);
    }

    @Override
    public boolean claimPlanning(String runId, String worker, Duration ttl) {
        return open(RunFolder.of(directory, runId)).claimPlanning(worker, ttl);
    }

    @Override
    public void addChunks(String runId, List<Chunk> chunks) {
        work(runId).addChunks(chunks);
    }

    @Override
    public void publish(RunPlan plan) {
        work(plan.runId()).publish(plan);
    }

    @Override
    public Optional<Lease> lease(String runId, String worker, Duration ttl) {
        return work(runId).lease(worker, ttl);
    }

    @Override
    public boolean renew(Lease lease, Duration ttl) {
        return work(lease.runId()).renew(lease, ttl);
    }

    @Override
    public boolean complete(Lease lease, WriteReceipt receipt) {
        return work(lease.runId()).complete(lease, receipt);
    }

    @Override
    public void release(Lease lease) {
        work(lease.runId()).release(lease);
    }

    @Override
    public void fail(Lease lease, int attempts, String reason) {
        work(lease.runId()).fail(lease, attempts, reason);
    }

    @Override
    public int retryFailed(String runId) {
        return work(runId).retryFailed();
    }

    /** Written to the disk at most twice a second, and never waited for. */
    @Override
    public void report(String runId, WorkerReport report, Duration ttl) {
        work(runId).report(report, ttl);
    }

    @Override
    public RunProgress progress(String runId) {
        WorkingRun run = working.get(runId);
        return run != null ? run.progress() : view(runId).progress(clock.instant());
    }

    @Override
    public List<FailedChunk> failures(String runId) {
        WorkingRun run = working.get(runId);
        return run != null ? run.failures() : known(runId).failures();
    }

    @Override
    public Stream<ChunkReceipt> receipts(String runId) {
        WorkingRun run = working.get(runId);
        return run != null ? run.receipts() : known(runId).receipts();
    }

    @Override
    public boolean claimFinish(String runId, String worker, Duration ttl) {
        return work(runId).claimFinish(worker, ttl);
    }

    @Override
    public void finished(String runId) {
        work(runId).finished();
    }

    @Override
    public void delete(String runId) {
        RunFolder folder = RunFolder.of(directory, runId);
        opening.lock();
        try {
            if (folder.exists()) {
                WorkingRun open = working.remove(runId);
                if (open != null) {
                    open.delete();
                } else {
                    deleteLocked(folder);
                }
            }
            views.remove(runId);
        } finally {
            opening.unlock();
        }
    }

    /** Leaves no trace: where the directory is not there yet, the one in which it will be made is tried. */
    @Override
    public List<Finding> check() {
        return List.of(RunFolder.tryToWrite(directory));
    }

    @Override
    public void close() {
        opening.lock();
        try {
            closed = true;
            working.values().forEach(WorkingRun::close);
            working.clear();
        } finally {
            opening.unlock();
        }
    }

    /** Needs nothing of the run to be readable: a damaged one can be deleted too. */
    private static void deleteLocked(RunFolder folder) {
        try (RunLock _ = RunLock.take(folder)) {
            folder.delete();
        }
    }

    private RunProgress progressOrUnknown(String runId) {
        try {
            return progress(runId);
        } catch (MillraceException e) {
            if (e.kind() == FailureKind.DATA) {
                return RunProgress.unknown(runId);
            }
            throw e;
        }
    }

    private RunView view(String runId) {
        return views.computeIfAbsent(runId, id -> new RunView(RunFolder.of(directory, id)));
    }

    private RunView known(String runId) {
        if (!RunFolder.of(directory, runId).exists()) {
            throw notHere(runId);
        }
        return view(runId);
    }

    private WorkingRun work(String runId) {
        WorkingRun open = working.get(runId);
        if (open != null) {
            return open;
        }
        RunFolder folder = RunFolder.of(directory, runId);
        if (!folder.exists()) {
            throw notHere(runId);
        }
        return open(folder);
    }

    private WorkingRun open(RunFolder folder) {
        opening.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the run store " + description() + " is closed");
            }
            WorkingRun open = working.get(folder.runId());
            if (open == null) {
                open = WorkingRun.open(folder, clock);
                working.put(folder.runId(), open);
            }
            return open;
        } finally {
            opening.unlock();
        }
    }

    private MillraceException notHere(String runId) {
        return new MillraceException(
                FailureKind.CONFLICT,
                "Run " + runId + " is not in the run store " + description() + ": it was deleted, or its files were",
                "start the command again to plan it anew");
    }
}
