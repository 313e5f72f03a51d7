package dev.millrace.pipeline;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.state.Lease;

/** A lease while this process works on its chunk; knows when it was lost. Safe for use by many threads. */
final class HeldLease {

    private final Lease lease;
    private volatile boolean lost;

    HeldLease(Lease lease) {
        this.lease = lease;
    }

    Lease lease() {
        return lease;
    }

    void lose() {
        lost = true;
    }

    boolean isLost() {
        return lost;
    }

    /** Refuses to go on with a chunk that somebody else may be writing. */
    void check() {
        if (lost) {
            throw new MillraceException(
                    FailureKind.CONFLICT,
                    "the lease on " + lease.chunk() + " was lost to another process",
                    "nothing is to be done: the other process writes the chunk");
        }
    }
}
