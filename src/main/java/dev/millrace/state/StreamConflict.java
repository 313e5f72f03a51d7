package dev.millrace.state;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;

/** What every resume store says when two processes want one stream, or a place cannot be read. */
public final class StreamConflict {

    private StreamConflict() {}

    /** To be thrown by a claim that is no longer the newest, or is closed. */
    public static MillraceException lost(String stream, String store) {
        return new MillraceException(
                FailureKind.CONFLICT,
                "another process has taken the stream " + stream + " in " + store
                        + ", because this one gave no sign of life for as long as its lease",
                "nothing was saved by this one; see that it is not starved of processor time or cut off from the store");
    }

    /** To be thrown where a stream cannot be forgotten. */
    public static MillraceException held(String stream, String store, String owner) {
        String who = owner.isEmpty() ? "a process" : owner;
        return new MillraceException(
                FailureKind.CONFLICT, who + " has the stream " + stream + " in " + store, "stop it first");
    }

    /** To be thrown where what is stored is not what a stream saves. */
    public static MillraceException unreadable(String stream, String store, Exception cause) {
        return new MillraceException(
                FailureKind.FAILED,
                "the place of the stream " + stream + " in " + store + " is not what a stream saves",
                "put back what was there, or remove it to begin anew",
                cause);
    }

    /** For the end of a claim: where the store cannot be told, the lease runs out by itself. */
    public static void throwUnlessAway(MillraceException failure) {
        if (failure.kind() != FailureKind.TRANSIENT && failure.kind() != FailureKind.CONNECTION) {
            throw failure;
        }
    }
}
