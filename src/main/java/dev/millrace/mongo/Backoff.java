package dev.millrace.mongo;

import java.time.Duration;
import java.util.List;

/**
 * How long to wait before a question is asked again, by the number of failures in a row. Short, because
 * the pipeline has its own patience and moves the chunk again.
 */
public record Backoff(List<Duration> waits) {

    public Backoff {
        waits = List.copyOf(waits);
    }

    /** A cut connection is back at once; an election takes seconds. */
    public static Backoff standard() {
        return new Backoff(List.of(Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofSeconds(3)));
    }
}
