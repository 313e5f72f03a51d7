package dev.millrace.state.file;

import dev.millrace.state.FailedChunk;
import dev.millrace.state.RunPhase;
import dev.millrace.state.RunProgress;
import dev.millrace.state.WorkerReport;
import java.time.Instant;
import java.util.List;

/** Answers questions about a published run from its plan and its journal. */
final class RunSnapshot {

    private RunSnapshot() {}

    static RunProgress progress(
            String runId, PublishedPlan plan, RunHistory history, int leased, List<WorkerReport> workers) {
        ChunkTable table = history.table();
        return new RunProgress(
                runId,
                history.isFinished() ? RunPhase.FINISHED : RunPhase.RUNNING,
                plan.plan().created(),
                plan.chunks(),
                plan.chunks() - table.done() - table.failed() - leased,
                leased,
                table.done(),
                table.failed(),
                table.written(),
                table.rejected(),
                table.sourceBytes(),
                table.targetBytes(),
                plan.expectedDocuments(),
                workers);
    }

    static RunProgress planning(
            String runId, int chunks, long expectedDocuments, Instant created, List<WorkerReport> workers) {
        return new RunProgress(
                runId, RunPhase.PLANNING, created, chunks, chunks, 0, 0, 0, 0, 0, 0, 0, expectedDocuments, workers);
    }

    static List<FailedChunk> failures(RunFolder folder, ChunkFile chunks, RunHistory history) {
        return history.table().failures().stream()
                .map(failure -> {
                    var why = RunHistory.failure(folder.journal(), failure.getValue());
                    return new FailedChunk(chunks.read(failure.getKey()), why.attempts(), why.reason());
                })
                .toList();
    }
}
