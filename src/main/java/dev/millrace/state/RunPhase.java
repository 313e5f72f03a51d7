package dev.millrace.state;

/** Where a run is in its life. */
public enum RunPhase {
    UNKNOWN,
    PLANNING,
    RUNNING,
    FINISHED
}
