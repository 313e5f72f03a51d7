package dev.millrace.pipeline;

import dev.millrace.pipeline.dedup.Deduplicator;
import dev.millrace.source.ChangeSource;
import dev.millrace.state.ResumeStore;

/**
 * What one change stream is made of, from its source to where its place is kept. All stay open.
 *
 * @param step for the thread that runs the stream
 */
public record ChangeParts(
        ChangeSource source, ChangeStep step, Deduplicator deduplicator, Outlet outlet, ResumeStore store) {

    /** The stream's, in the resume store too. */
    String name() {
        return outlet.stream();
    }
}
