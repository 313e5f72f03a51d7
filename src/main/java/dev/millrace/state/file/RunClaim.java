package dev.millrace.state.file;

import java.time.Duration;
import java.time.Instant;

/** The right of one worker to plan a run, or to finish it. */
record RunClaim(String worker, Duration ttl, Instant until) {

    static RunClaim of(String worker, Duration ttl, Instant now) {
        return new RunClaim(worker, ttl, now.plus(ttl));
    }

    boolean excludes(String other, Instant now) {
        return !worker.equals(other) && until.isAfter(now);
    }

    RunClaim renewed(Instant now) {
        return of(worker, ttl, now);
    }
}
