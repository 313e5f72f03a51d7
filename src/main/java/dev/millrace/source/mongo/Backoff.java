package dev.millrace.source.mongo;

import java.time.Duration;
import java.util.List;

/**
 * How long a reader waits before it opens a lost cursor again, by the number of failures in a row. Short, because
 * the pipeline has its own patience and reads the chunk again.
 */
record Backoff(List<Duration> waits) {

    Backoff {
        waits = List.copyOf(waits);
    }

    /** A cut connection is back at once; an election takes seconds. */
    static Backoff standard() {
        return new Backoff(List.of(Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofSeconds(3)));
    }
}
