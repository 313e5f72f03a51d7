package dev.millrace.observe;

import java.time.Duration;

/** Something worth telling about a stream. The names are stable: they are log messages and JSON events. */
public sealed interface StreamEvent {

    /** Stands for all streams of the process. */
    String EVERY_STREAM = "*";

    /** The stream's name in the configuration. */
    String stream();

    /** It does something else now, for this reason. */
    record StreamChanged(String stream, String state, String reason) implements StreamEvent {}

    /** Something failed and will be tried again. */
    record StreamRetried(String stream, int attempt, Duration delay, String problem) implements StreamEvent {}

    /** An event cannot be published and was set aside. */
    record EventRejected(String stream, String operation, String namespace, String reason) implements StreamEvent {}

    /** Its place could not be saved; what is published goes on. */
    record SaveFailed(String stream, String problem) implements StreamEvent {}

    /** The time to end what was under way is over; the messages that are left are published again after the next start. */
    record DrainEnded(String stream, int left) implements StreamEvent {}

    /**
     * Memory has become shorter, or is no longer.
     *
     * @param stream always {@link #EVERY_STREAM}: memory is the process's
     * @param level  name of a {@link MemoryPressure.Level}
     * @param used   bytes
     * @param limit  bytes
     */
    record MemoryPressed(String stream, String level, long used, long limit) implements StreamEvent {

        public int percent() {
            return (int) (100 * used / Math.max(1, limit));
        }
    }

    /** Told about once a second. */
    record StreamProgress(String stream, String state, StreamCounts counts) implements StreamEvent {}
}
