package dev.millrace.observe;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** Counts what one stream does. Safe for use by many threads. */
public final class StreamMeter {

    private final LongAdder read = new LongAdder();
    private final LongAdder published = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder reopened = new LongAdder();
    private final AtomicLong lagMillis = new AtomicLong();
    private final LongAdder underWay = new LongAdder();
    private final LongAdder underWayBytes = new LongAdder();
    private final AtomicLong lastMoved = new AtomicLong(System.nanoTime());
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile LongConsumer latency = nanos -> {};

    /** The stream's loop has come round once more, with an event or without. */
    public void moved() {
        lastMoved.lazySet(System.nanoTime());
    }

    /** How long ago that was. */
    public Duration sinceMoved() {
        return Duration.ofNanos(System.nanoTime() - lastMoved.get());
    }

    /** Whether the loop is held up by its target, which takes no more for the moment. */
    public void waiting(boolean now) {
        waiting.lazySet(now);
    }

    public boolean isWaiting() {
        return waiting.get();
    }

    /** @param told how many nanoseconds each message took from its publisher's hand to being stored, by many threads */
    public void latencyTo(LongConsumer told) {
        latency = told;
    }

    /** A message is with the publisher, and not stored yet. */
    public void begun(long size) {
        underWay.increment();
        underWayBytes.add(size);
    }

    /** It is stored, or was refused. */
    public void ended(long size) {
        underWay.decrement();
        underWayBytes.add(-size);
    }

    /** It was stored, and so long after it was handed over. */
    public void took(long nanos) {
        latency.accept(nanos);
    }

    /** Messages that are with the publisher and not stored yet. */
    public long underWay() {
        return underWay.sum();
    }

    public long underWayBytes() {
        return underWayBytes.sum();
    }

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
