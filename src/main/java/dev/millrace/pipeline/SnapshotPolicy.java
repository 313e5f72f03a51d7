package dev.millrace.pipeline;

/**
 * Whether the documents that are there already are published too.
 *
 * @param snapshot used besides where a stream whose place was lost begins anew
 */
public record SnapshotPolicy(Mode mode, Snapshot snapshot) {

    /** When documents are published that did not change. */
    public enum Mode {
        NEVER,
        /** When a stream begins that has no saved place. */
        INITIAL,
        /** As initial, and the stream ends there. */
        ONLY
    }
}
