package dev.millrace.pipeline;

import dev.millrace.model.ResumePoint;

/** Publishes the documents that are there already, before a stream goes on with what changes. */
@FunctionalInterface
public interface Snapshot {

    /**
     * Called again with the same place after a crash or a stop: what is published of it is not published again, but for
     * what was under way.
     *
     * @param from where the stream will go on; each place has its own snapshot
     * @return false where the stop came before the end
     */
    boolean publish(ResumePoint from, StopSignal stop) throws InterruptedException;
}
