package dev.millrace.mongo;

import java.time.Duration;
import java.util.List;

/**
 * How long to wait before a question is asked again, by the number of failures in a row. Short, because
 * the pipeline has its own patience and moves the chunk again.
 *
 * @param patience how long a service may throttle one question; long, because a chunk that is begun again costs request
 *                 units that are scarce at that time
 */
public record Backoff(List<Duration> waits, Duration patience) {

    private static final Duration LONG = Duration.ofMinutes(10);

    public Backoff {
        waits = List.copyOf(waits);
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience is a time, not " + patience);
        }
    }

    /** With the usual patience. */
    public Backoff(List<Duration> waits) {
        this(waits, LONG);
    }

    /** A cut connection is back at once; an election takes seconds. */
    public static Backoff standard() {
        return new Backoff(List.of(Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofSeconds(3)));
    }
}
