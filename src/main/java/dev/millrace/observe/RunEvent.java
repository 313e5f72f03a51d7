package dev.millrace.observe;

import dev.millrace.model.Chunk;
import dev.millrace.model.Namespace;
import dev.millrace.model.WriteReceipt;
import dev.millrace.state.RunProgress;
import dev.millrace.state.WorkerReport;
import java.time.Duration;
import java.util.List;

/** Something worth telling about a run. The names are stable: they are log messages, JSON events and metrics. */
public sealed interface RunEvent {

    /** Planning is over, or was found done; chunks follow. */
    record RunStarted(String runId, RunProgress progress, boolean resumed) implements RunEvent {}

    /** A chunk counts. */
    record ChunkCommitted(Chunk chunk, WriteReceipt receipt, Duration took) implements RunEvent {}

    /** A chunk will be tried again. */
    record ChunkRetried(Chunk chunk, int attempt, Duration delay, String problem) implements RunEvent {}

    /** A chunk was given up. */
    record ChunkFailed(Chunk chunk, int attempts, String problem, String hint) implements RunEvent {}

    /** Another process took a chunk over, because this one gave no sign of life for too long. */
    record LeaseLost(Chunk chunk) implements RunEvent {}

    /** A process of the run died, and another one has taken its place. */
    record ProcessReplaced(long pid, int exitCode) implements RunEvent {}

    /** The run store will be asked again. */
    record StoreRetried(String operation, int attempt, Duration delay, String problem) implements RunEvent {}

    /** Told about once a second. */
    record ProgressMade(RunProgress progress, WorkerReport own) implements RunEvent {}

    /** The target builds these indexes at once; `total` is 0 where it does not say how far it is. Told every few seconds. */
    record IndexesBuilding(Namespace namespace, List<String> indexes, long done, long total, Duration elapsed)
            implements RunEvent {}

    /** These indexes are there. */
    record IndexesBuilt(Namespace namespace, List<String> indexes, Duration took) implements RunEvent {}

    /** A stop was asked for; chunks in flight may end. */
    record RunStopping(String runId, Duration drain) implements RunEvent {}

    /** The run is over, for now or for good. */
    record RunEnded(RunSummary summary) implements RunEvent {}
}
