package dev.millrace.publish;

/**
 * What became of one thing that was to be there.
 *
 * @param kind   `topic` or `subscription`
 * @param path   its full name
 * @param detail what is different; empty otherwise
 */
public record SetupStep(String kind, String path, Outcome outcome, String detail) {

    /** How it was found, or left. */
    public enum Outcome {
        CREATED,
        /** Was there, as wanted. */
        PRESENT,
        /** Would be created. */
        MISSING,
        /** Is there, and not as wanted; nothing was changed. */
        DIFFERENT
    }
}
