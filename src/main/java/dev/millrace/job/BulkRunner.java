package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.RunSummary;
import dev.millrace.pipeline.StopSignal;
import java.util.function.Consumer;

/** Carries out one of the commands that move collections in chunks. */
public interface BulkRunner {

    /**
     * Runs to the end, or until the stop is requested.
     *
     * @param view is told every event, by many threads
     */
    RunSummary run(Configuration configuration, BulkRequest request, StopSignal stop, Consumer<RunEvent> view)
            throws InterruptedException;

    /** What {@link #run} would do; opens source and target, writes nothing. */
    DryRun dryRun(Configuration configuration, BulkRequest request);
}
