package dev.millrace.observe;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what one stream does. Safe for use by many threads. */
public final class StreamMeter {

    private final LongAdder read = new LongAdder();
    private final LongAdder published = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder reopened = new LongAdder();
    private final AtomicLong lagMillis = new AtomicLong();

    public void read() {
        read.increment();
    }

    /** @param size bytes of the message */
    public void published(long size) {
        published.increment();
        bytes.add(size);
    }

    /** An event that was published before. */
    public void skipped() {
        skipped.increment();
    }

    /** An event that was set aside. */
    public void rejected() {
        rejected.increment();
    }

    /** The stream was opened again after a failure. */
    public void reopened() {
        reopened.increment();
    }

    /** How long ago the event was ordered by the cluster that was read last; 0 while there is nothing to read. */
    public void lag(long millis) {
        lagMillis.set(Math.max(0, millis));
    }

    public StreamCounts counts() {
        return new StreamCounts(
                read.sum(),
                published.sum(),
                bytes.sum(),
                skipped.sum(),
                rejected.sum(),
                reopened.sum(),
                lagMillis.get());
    }
}
