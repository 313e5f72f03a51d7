package dev.millrace.pipeline;

/**
 * How much a stream may take in at once: what source and publisher allow, and less while memory is short. Safe for use by
 * many threads.
 */
public final class Headroom {

    /** Events; the server's own replies hold up to 16 MB of them. */
    static final int FIRST_BATCH = 100;

    private final long leastBytes;
    private volatile long mostBytes = Long.MAX_VALUE;
    private volatile int batchSize;

    /** @param leastBytes bound that is never gone below: a stream goes on, however slowly */
    Headroom(long leastBytes) {
        this.leastBytes = leastBytes;
    }

    /** Bytes of messages that may be under way. */
    long mostBytes() {
        return mostBytes;
    }

    /** Most events of one reply; 0 for what the source is configured for. */
    int batchSize() {
        return batchSize;
    }

    /** @param underWay bytes of the messages that are under way now */
    synchronized void halve(long underWay) {
        mostBytes = Math.max(leastBytes, Math.min(mostBytes, underWay) / 2);
    }

    synchronized void takeSmallerBatches() {
        batchSize = batchSize == 0 ? FIRST_BATCH : Math.max(1, batchSize / 4);
    }

    synchronized void relax() {
        mostBytes = Long.MAX_VALUE;
        batchSize = 0;
    }
}
