package dev.millrace.state.file;

import dev.millrace.state.StoredReceipt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of every chunk of a run in one byte each: two bits of state, six of lost leases. Only chunks that are
 * leased or failed have an object. Not safe for use by several threads.
 */
final class ChunkTable {

    private static final int PENDING = 0;
    private static final int LEASED = 1;
    private static final int DONE = 2;
    private static final int FAILED = 3;
    private static final int MOST_ATTEMPTS = 63;

    private byte[] cells = new byte[0];
    private final Map<Integer, HeldLease> held = new HashMap<>();
    private final TreeMap<Integer, Long> failures = new TreeMap<>();
    private int cursor;
    private int done;
    private long written;
    private long rejected;
    private long sourceBytes;
    private long targetBytes;

    void lease(int chunk, HeldLease lease) {
        int lost = state(chunk) == LEASED ? 1 : 0;
        set(chunk, LEASED, attempts(chunk) + lost);
        held.put(chunk, lease);
    }

    void extend(int chunk, HeldLease lease) {
        held.put(chunk, lease);
    }

    void release(int chunk) {
        held.remove(chunk);
        makePending(chunk, attempts(chunk));
    }

    void complete(int chunk, StoredReceipt receipt) {
        held.remove(chunk);
        failures.remove(chunk);
        set(chunk, DONE, attempts(chunk));
        done++;
        written += receipt.written();
        rejected += receipt.rejected();
        sourceBytes += receipt.sourceBytes();
        targetBytes += receipt.targetBytes();
    }

    /** @param offset where the journal tells why */
    void fail(int chunk, long offset) {
        held.remove(chunk);
        set(chunk, FAILED, attempts(chunk));
        failures.put(chunk, offset);
    }

    void retryFailed() {
        failures.keySet().forEach(chunk -> makePending(chunk, 0));
        failures.clear();
    }

    /** The process that held the leases is gone. */
    void loseLeases() {
        held.keySet().forEach(chunk -> makePending(chunk, attempts(chunk) + 1));
        held.clear();
    }

    /** The lowest chunk below `chunks` that is pending, or whose lease has run out; -1 when there is none. */
    int next(int chunks, long nowMillis) {
        while (cursor < chunks && state(cursor) != PENDING) {
            cursor++;
        }
        int lowest = cursor < chunks ? cursor : Integer.MAX_VALUE;
        for (Map.Entry<Integer, HeldLease> lease : held.entrySet()) {
            if (lease.getKey() < lowest && lease.getValue().isOver(nowMillis)) {
                lowest = lease.getKey();
            }
        }
        return lowest == Integer.MAX_VALUE ? -1 : lowest;
    }

    /** Who holds a chunk, in time or not. */
    @Nullable
    HeldLease holder(int chunk) {
        return held.get(chunk);
    }

    /** Leases that have not run out. */
    int leased(long nowMillis) {
        int count = 0;
        for (HeldLease lease : held.values()) {
            count += lease.isOver(nowMillis) ? 0 : 1;
        }
        return count;
    }

    int attempts(int chunk) {
        return chunk < cells.length ? (cells[chunk] & 0xff) >> 2 : 0;
    }

    boolean isDone(int chunk) {
        return state(chunk) == DONE;
    }

    int done() {
        return done;
    }

    int failed() {
        return failures.size();
    }

    /** Chunks that failed, in order, with the offset in the journal that tells why. */
    List<Map.Entry<Integer, Long>> failures() {
        return new ArrayList<>(new TreeMap<>(failures).entrySet());
    }

    long written() {
        return written;
    }

    long rejected() {
        return rejected;
    }

    long sourceBytes() {
        return sourceBytes;
    }

    long targetBytes() {
        return targetBytes;
    }

    private void makePending(int chunk, int attempts) {
        set(chunk, PENDING, attempts);
        cursor = Math.min(cursor, chunk);
    }

    private int state(int chunk) {
        return chunk < cells.length ? cells[chunk] & 3 : PENDING;
    }

    private void set(int chunk, int state, int attempts) {
        if (chunk >= cells.length) {
            cells = Arrays.copyOf(cells, Math.max(chunk + 1, Math.min(cells.length, 1 << 29) * 2));
        }
        cells[chunk] = (byte) (state | Math.min(attempts, MOST_ATTEMPTS) << 2);
    }
}
