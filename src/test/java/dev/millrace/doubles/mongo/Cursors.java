package dev.millrace.doubles.mongo;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The open cursors of the server. */
final class Cursors {
    /** What the server sends first when no batch size is asked for. */
    static final int DEFAULT_FIRST_BATCH = 101;

    private final Map<Long, OpenCursor> open = new ConcurrentHashMap<>();
    private final RandomGenerator random;
    private final int maxBatchBytes;
    private final Duration maxIdle;
    final ChangeCursors changes;

    Cursors(RandomGenerator random, int maxBatchBytes, Duration maxIdle, ChangeCursors changes) {
        this.changes = changes;
        this.random = random;
        this.maxBatchBytes = maxBatchBytes;
        this.maxIdle = maxIdle;
    }

    Reply first(OpenCursor cursor, long batchSize, boolean singleBatch) {
        var batch = cursor.next(batchSize, maxBatchBytes);
        long id = 0;
        if (!singleBatch && !cursor.hasEnded()) {
            id = newId();
            open.put(id, cursor);
        }
        return new Reply.Batch("firstBatch", cursor.namespace, id, batch, null);
    }

    private synchronized long newId() {
        return random.nextLong(1, Long.MAX_VALUE);
    }

    Reply more(long id, String namespace, long batchSize) {
        @Nullable OpenCursor cursor = open.get(id);
        if (cursor != null && cursor.isIdleFor(maxIdle)) {
            open.remove(id);
            cursor = null;
        }
        if (cursor == null) {
            throw ErrorCode.CURSOR_NOT_FOUND.failure("cursor id " + id + " not found");
        }
        if (!cursor.namespace.equals(namespace)) {
            throw ErrorCode.UNAUTHORIZED.failure("Requested getMore on namespace '" + namespace
                    + "', but cursor belongs to a different namespace " + cursor.namespace);
        }
        var batch = cursor.next(batchSize <= 0 ? Long.MAX_VALUE : batchSize, maxBatchBytes);
        if (cursor.hasEnded()) {
            open.remove(id);
        }
        return new Reply.Batch("nextBatch", namespace, cursor.hasEnded() ? 0 : id, batch, null);
    }

    boolean kill(long id) {
        return open.remove(id) != null || changes.kill(id);
    }

    void killAll() {
        open.clear();
        changes.killAll();
    }

    void killOf(String namespace) {
        open.values().removeIf(cursor -> cursor.namespace.equals(namespace));
    }

    int count() {
        return open.size() + changes.count();
    }
}
