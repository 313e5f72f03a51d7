package dev.millrace.state.file;

import dev.millrace.model.ChunkReceipt;
import dev.millrace.state.FailedChunk;
import dev.millrace.state.RunProgress;
import dev.millrace.state.WorkerReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run as seen by a process that does not work on it, while another one may. Takes no lock, changes nothing, and
 * reads only what is new since it last looked. Safe for use by many threads.
 */
final class RunView {

    private final RunFolder folder;
    private final ReentrantLock reading = new ReentrantLock();
    private RunHistory history = new RunHistory();
    private @Nullable PublishedPlan plan;

    RunView(RunFolder folder) {
        this.folder = folder;
    }

    Optional<PublishedPlan> plan() {
        reading.lock();
        try {
            return refresh();
        } finally {
            reading.unlock();
        }
    }

    RunProgress progress(Instant now) {
        reading.lock();
        try {
            if (!folder.exists()) {
                return RunProgress.unknown(folder.runId());
            }
            List<WorkerReport> workers = WorkerReports.read(folder, now);
            Optional<PublishedPlan> published = refresh();
            if (published.isEmpty()) {
                return RunSnapshot.planning(folder.runId(), 0, 0, Instant.EPOCH, workers);
            }
            // Renewals are not in the journal: a lease counts while its process says that it lives.
            int leased = workers.isEmpty() ? 0 : history.table().leased(now.toEpochMilli());
            return RunSnapshot.progress(folder.runId(), published.get(), history, leased, workers);
        } finally {
            reading.unlock();
        }
    }

    List<FailedChunk> failures() {
        reading.lock();
        try {
            return refresh()
                    .filter(published -> history.table().failed() > 0)
                    .map(published -> RunSnapshot.failures(folder, ChunkFile.open(folder.chunks(), published), history))
                    .orElse(List.of());
        } finally {
            reading.unlock();
        }
    }

    Stream<ChunkReceipt> receipts() {
        reading.lock();
        try {
            return refresh()
                    .map(published -> ReceiptIterator.stream(folder, published.chunks(), history.end()))
                    .orElseGet(Stream::empty);
        } finally {
            reading.unlock();
        }
    }

    private Optional<PublishedPlan> refresh() {
        if (!history.isPrefixOf(folder.journal())) {
            history = new RunHistory();
            plan = null;
        }
        history.readOn(folder.journal());
        if (plan == null) {
            plan = PublishedPlan.read(folder.plan()).orElse(null);
        }
        return Optional.ofNullable(plan);
    }
}
