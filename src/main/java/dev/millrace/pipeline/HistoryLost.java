package dev.millrace.pipeline;

/** What becomes of a stream whose place the server no longer knows. */
public enum HistoryLost {
    /** It ends, and says what can be done. */
    FAIL,
    /** It goes on with what changes from now on; what happened in between is lost, and said to be. */
    RESTART_NOW,
    /** Every document is published again, then it goes on. */
    RESYNC
}
