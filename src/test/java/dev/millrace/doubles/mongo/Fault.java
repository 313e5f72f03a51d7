package dev.millrace.doubles.mongo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A fault that is set: which commands it waits for and what it does to them. Thread-safe. */
public final class Fault {
    private final Predicate<RecordedCommand> trigger;
    private final long skipped;
    private final long times;
    private final FaultAction action;
    private final CountDownLatch firstFired = new CountDownLatch(1);
    private long seen;

    Fault(Predicate<RecordedCommand> trigger, long skipped, long times, FaultAction action) {
        this.trigger = trigger;
        this.skipped = skipped;
        this.times = times;
        this.action = action;
    }

    /** Counts the command; true where this one is hit. */
    synchronized boolean hits(RecordedCommand command) {
        if (!trigger.test(command)) {
            return false;
        }
        seen++;
        boolean hit = seen > skipped && seen - skipped <= times;
        if (hit) {
            firstFired.countDown();
        }
        return hit;
    }

    FaultAction action() {
        return action;
    }

    /** How many commands it has hit. */
    public synchronized long fired() {
        return Math.clamp(seen - skipped, 0, times);
    }

    /** Waits until it has hit a command; false where that did not happen in time. */
    public boolean awaitFired(Duration most) throws InterruptedException {
        return firstFired.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets go what a freeze holds; harmless for other faults. */
    public void release() {
        if (action instanceof FaultAction.Freeze freeze) {
            freeze.released().countDown();
        }
    }
}
