package dev.millrace.pipeline;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds the bytes of documents in flight. A batch is charged for what it turned out to hold, which may go over the
 * limit by one batch a reader; nobody starts to read another one before enough has been given back. Safe for use by
 * many threads.
 */
public final class MemoryBudget {

    private final long limit;
    private final ReentrantLock large = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private long used;

    /** @param limit bytes, above 0 */
    public MemoryBudget(long limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("a budget of " + limit + " bytes lets nothing through");
        }
        this.limit = limit;
    }

    /** Waits until less than the limit is in use. */
    public void awaitHeadroom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (used >= limit) {
                released.await();
            }
        } finally {
            lock.unlock();
        }
    }

    public void charge(long bytes) {
        add(bytes);
    }

    public void release(long bytes) {
        add(-bytes);
    }

    /**
     * Does a task that needs several times the memory of a large batch while no other of its kind is under way. Many
     * workers that meet a document of 16 MB at once would otherwise each build its output, next to each other.
     */
    public void alone(Runnable task) throws InterruptedException {
        large.lockInterruptibly();
        try {
            task.run();
        } finally {
            large.unlock();
        }
    }

    /** Bytes in use now. */
    public long used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    private void add(long bytes) {
        lock.lock();
        try {
            used += bytes;
            if (used < limit) {
                released.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
