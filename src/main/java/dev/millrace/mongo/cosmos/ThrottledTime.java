package dev.millrace.mongo.cosmos;

import java.time.Duration;

/** Adds up the time during which at least one request waits because it was throttled. Safe for use by many threads. */
final class ThrottledTime {

    /** A pause between two refusals that is shorter than this does not look like an end. */
    private static final long AFTERGLOW_NANOS = 1_000_000_000L;

    private int waiting;
    private long sinceNanos;
    private long totalNanos;
    private long lastNanos;

    synchronized void begin(long nowNanos) {
        if (waiting++ == 0) {
            sinceNanos = nowNanos;
        }
    }

    synchronized void end(long nowNanos) {
        if (--waiting == 0) {
            totalNanos += nowNanos - sinceNanos;
            lastNanos = nowNanos;
        }
    }

    synchronized Duration total(long nowNanos) {
        return Duration.ofNanos(totalNanos + (waiting > 0 ? nowNanos - sinceNanos : 0));
    }

    /** Whether a request waits, or did a moment ago. */
    synchronized boolean isNow(long nowNanos) {
        return waiting > 0 || (totalNanos > 0 && nowNanos - lastNanos < AFTERGLOW_NANOS);
    }
}
