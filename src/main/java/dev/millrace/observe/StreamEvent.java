package dev.millrace.observe;

import java.time.Duration;

/** Something worth telling about a stream. The names are stable: they are log messages and JSON events. */
public sealed interface StreamEvent {

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

    /** Told about once a second. */
    record StreamProgress(String stream, String state, StreamCounts counts) implements StreamEvent {}
}
