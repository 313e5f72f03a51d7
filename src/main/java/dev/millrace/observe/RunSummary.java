package dev.millrace.observe;

import dev.millrace.model.RequestUnits;
import dev.millrace.state.FailedChunk;
import dev.millrace.state.RunProgress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of a run.
 *
 * @param took     time of this process
 * @param retries  how often this process tried something again
 * @param requestUnits what services that charge by the request have charged this process
 * @param failures chunks that were given up
 * @param notes    what the target has to say of the whole, a sentence each
 */
public record RunSummary(
        Outcome outcome,
        RunProgress progress,
        Duration took,
        long retries,
        RequestUnits requestUnits,
        List<FailedChunk> failures,
        List<String> notes) {

    /** How it ended. */
    public enum Outcome {
        /** Everything is in the target. */
        DONE,
        /** Everything was already there when this process started. */
        ALREADY_DONE,
        /** Everything was compared, and more differs than is tolerated. */
        DIFFERENT,
        /** Every document is in the target, but the notes name something else that is not. */
        INCOMPLETE,
        /** Some chunks were given up. */
        FAILED,
        /** Stopped from outside; the run can be resumed. */
        INTERRUPTED
    }

    public RunSummary {
        failures = List.copyOf(failures);
        notes = List.copyOf(notes);
    }

    /** The same with another outcome. */
    public RunSummary as(Outcome other) {
        return new RunSummary(other, progress, took, retries, requestUnits, failures, notes);
    }

    /** The same with another note, unless it is there. */
    public RunSummary noting(String note) {
        List<String> all =
                Stream.concat(notes.stream(), Stream.of(note)).distinct().toList();
        return new RunSummary(outcome, progress, took, retries, requestUnits, failures, all);
    }

    /** Documents that were read in committed chunks. */
    public long read() {
        return progress.written() + progress.rejected();
    }
}
