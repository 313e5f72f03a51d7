package dev.millrace.pipeline;

import java.time.Duration;

/** Counts what has begun and not ended. Safe for use by many threads. */
final class UnderWay {

    private int count;
    private long bytes;

    synchronized void begin(long size) {
        count++;
        bytes += size;
    }

    synchronized void end(long size) {
        count--;
        bytes -= size;
        notifyAll();
    }

    /** Whether so many bytes fit below that bound; one that is larger than it fits alone. */
    synchronized boolean hasRoom(long size, long most) {
        return count == 0 || bytes + size <= most;
    }

    /** Waits until so many bytes fit; false when they still do not when the time is over. */
    synchronized boolean awaitRoom(long size, long most, Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        long left = time.toMillis();
        while (!hasRoom(size, most) && left > 0) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
        return hasRoom(size, most);
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
