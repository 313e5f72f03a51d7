package dev.millrace.publish.pubsub;

import java.util.concurrent.atomic.LongAdder;

/** Counts what one publisher does. Safe for use by many threads. */
final class PublishMeter {

    private final LongAdder requests = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    /** A request was answered well. */
    void answered(long tookNanos) {
        requests.increment();
        nanos.add(tookNanos);
    }

    /** A request is sent again. */
    void retried() {
        retries.increment();
    }

    PublishCounts counts(int messages, long bytes) {
        return new PublishCounts(requests.sum(), retries.sum(), nanos.sum() / 1_000_000, messages, bytes);
    }
}
