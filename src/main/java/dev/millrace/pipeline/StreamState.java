package dev.millrace.pipeline;

/** What a stream is doing. */
public enum StreamState {
    STARTING,
    /** Another process has the stream; this one takes over when it goes. */
    STANDBY,
    SNAPSHOT,
    STREAMING,
    /** Something is away for a moment; the stream waits and tries again. */
    BACKING_OFF,
    STOPPED,
    /** Ended for a reason that goes away only when somebody acts. */
    FAILED
}
