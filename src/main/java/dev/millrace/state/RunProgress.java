package dev.millrace.state;

import java.time.Instant;
import java.util.List;

/**
 * How far a run is. Documents and bytes count committed chunks only; what is in flight is in the workers' reports.
 *
 * @param expectedDocuments sum of the planner's estimates, or {@link dev.millrace.model.CollectionInfo#UNKNOWN}
 * @param created           when it was planned; the epoch where it is not known
 */
public record RunProgress(
        String runId,
        RunPhase phase,
        Instant created,
        int chunks,
        int pending,
        int leased,
        int done,
        int failed,
        long written,
        long rejected,
        long sourceBytes,
        long targetBytes,
        long expectedDocuments,
        List<WorkerReport> workers) {

    public RunProgress {
        workers = List.copyOf(workers);
    }

    /** The same, as these processes tell it. */
    public RunProgress told(List<WorkerReport> by) {
        return new RunProgress(
                runId,
                phase,
                created,
                chunks,
                pending,
                leased,
                done,
                failed,
                written,
                rejected,
                sourceBytes,
                targetBytes,
                expectedDocuments,
                by);
    }

    public static RunProgress unknown(String runId) {
        return new RunProgress(runId, RunPhase.UNKNOWN, Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());
    }
}
