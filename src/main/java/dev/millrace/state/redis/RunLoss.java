package dev.millrace.state.redis;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;

/** Says that Redis does not hold (all of) a run that it was given. */
record RunLoss(RedisAddress address) {

    MillraceException gone(String runId) {
        return new MillraceException(
                FailureKind.CONFLICT,
                "Run " + runId + " is not in Redis at " + address
                        + ": Redis lost its data, the run was deleted, or its time ran out",
                "start the command again to plan the run anew; let that Redis keep its data (appendonly yes)");
    }

    MillraceException replanned(String runId) {
        return new MillraceException(
                FailureKind.CONFLICT,
                "Run " + runId + " was planned anew by another process since this one began to work on it",
                "start the command again: it takes part in the new run");
    }

    /** Redis keeps values whole, so that what cannot be read was written by another program. */
    MillraceException unreadable(String runId, String what, RuntimeException cause) {
        return new MillraceException(
                FailureKind.CONFLICT,
                what + " of run " + runId + " in Redis at " + address + " is not in a form that this version reads",
                "go on with the version of millrace that began the run, or start it anew with --restart",
                cause);
    }

    MillraceException incomplete(String runId, String what) {
        return new MillraceException(
                FailureKind.CONFLICT,
                "Redis at " + address + " lost a part of run " + runId + ": " + what,
                "set maxmemory-policy noeviction on that Redis and start the run anew with --restart");
    }
}
