package dev.millrace.pipeline;

import java.time.Duration;

/** Counts what has begun and not ended. Safe for use by many threads. */
final class UnderWay {

    private int count;

    synchronized void begin() {
        count++;
    }

    synchronized void end() {
        count--;
        if (count == 0) {
            notifyAll();
        }
    }

    /** Waits until nothing is under way; gives back what still is when the time is over. */
    synchronized int await(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        long left = time.toMillis();
        while (count > 0 && left > 0) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
        return count;
    }
}
