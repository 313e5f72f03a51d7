package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Every change of every collection, in the order of the cluster: what change streams read. Tests can make it forget, as
 * an oplog does that is too small. Thread-safe.
 */
public final class History {
    /** The changes of the command that runs in this scope are not told, or are kept back until their transaction commits. */
    static final ScopedValue<Transaction> TRANSACTION = ScopedValue.newInstance();

    private static final long DEFAULT_BYTES = 256L << 20;
    private static final int SCANNED_AT_ONCE = 1000;

    private final LogicalClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<ChangeEntry> entries = new ArrayList<>();
    private long firstSequence;
    private long bytes;
    private long mostBytes = DEFAULT_BYTES;
    private boolean closed;
    private BsonTimestamp forgotten = new BsonTimestamp(0, 0);

    History(LogicalClock clock) {
        this.clock = clock;
    }

    /** What a stream finds behind a place: entries, or, where there are none, the time up to which there is nothing. */
    record Scan(List<ChangeEntry> entries, BsonTimestamp upTo) {}

    void record(ChangeEntry entry) {
        if (isInternal(entry.database(), entry.collection())) {
            return;
        }
        if (TRANSACTION.isBound()) {
            TRANSACTION.get().keep(entry);
            return;
        }
        append(List.of(entry), null);
    }

    /** All of them at one time of the cluster. */
    void append(List<ChangeEntry> changes, @Nullable BsonDocument transaction) {
        lock.lock();
        try {
            BsonTimestamp time = clock.tick();
            for (int index = 0; index < changes.size(); index++) {
                ChangeEntry placed = changes.get(index)
                        .placed(firstSequence + entries.size(), time, index, clock.millis(), transaction);
                entries.add(placed);
                bytes += placed.weight();
            }
            if (bytes > mostBytes) {
                forgetFirst(entries.size() / 4 + 1);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    static boolean isInternal(String database, String collection) {
        return collection.startsWith("system.")
                || database.equals("local")
                || database.equals("config")
                || database.equals("admin");
    }

    /** What the server's periodic no-op does: the cluster's time moves on and nothing has changed. */
    public void noop() {
        lock.lock();
        try {
            clock.tick();
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes of documents it keeps; the oldest changes go first. */
    public void keepBytes(long most) {
        lock.lock();
        try {
            mostBytes = most;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the changes up to this time, which is then before the beginning of what is known. */
    public void forgetUpTo(BsonTimestamp time) {
        lock.lock();
        try {
            int count = 0;
            while (count < entries.size() && entries.get(count).time().compareTo(time) <= 0) {
                count++;
            }
            forgetFirst(count);
            if (forgotten.compareTo(time) < 0) {
                forgotten = time;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets everything that has happened so far. */
    public void forgetEverything() {
        forgetUpTo(clock.now());
        noop();
    }

    private void forgetFirst(int count) {
        if (count == 0) {
            return;
        }
        List<ChangeEntry> oldest = entries.subList(0, Math.min(count, entries.size()));
        oldest.forEach(entry -> bytes -= entry.weight());
        forgotten = oldest.getLast().time();
        firstSequence += oldest.size();
        oldest.clear();
    }

    /** The time of the newest change, or of whatever moved the clock last. */
    public BsonTimestamp now() {
        return clock.now();
    }

    /** Where the next change will stand. */
    long end() {
        lock.lock();
        try {
            return firstSequence + entries.size();
        } finally {
            lock.unlock();
        }
    }

    /** The place of the first change at this time or later, or -1 where such changes may have been forgotten. */
    long firstAt(BsonTimestamp time) {
        lock.lock();
        try {
            return time.compareTo(forgotten) <= 0 && forgotten.getValue() != 0 ? -1 : firstSequence + indexOf(time, 0);
        } finally {
            lock.unlock();
        }
    }

    /** The change at exactly this place; null where there is none or it is forgotten. */
    @Nullable
    ChangeEntry at(BsonTimestamp time, int index) {
        lock.lock();
        try {
            int place = indexOf(time, index);
            ChangeEntry found = place < entries.size() ? entries.get(place) : null;
            return found != null && found.time().equals(time) && found.index() == index ? found : null;
        } finally {
            lock.unlock();
        }
    }

    private int indexOf(BsonTimestamp time, int index) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            ChangeEntry entry = entries.get(middle);
            int order = entry.time().compareTo(time);
            if (order < 0 || (order == 0 && entry.index() < index)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    Scan scan(long from) {
        lock.lock();
        try {
            if (from < firstSequence) {
                throw lost();
            }
            int start = Math.toIntExact(from - firstSequence);
            int stop = Math.min(entries.size(), start + SCANNED_AT_ONCE);
            return new Scan(List.copyOf(entries.subList(start, stop)), start == stop ? clock.idle() : clock.now());
        } finally {
            lock.unlock();
        }
    }

    static CommandFailure lost() {
        return new CommandFailure(
                286,
                "ChangeStreamHistoryLost",
                "Resume of change stream was not possible, as the resume point may no longer be in the oplog.",
                new BsonDocument(),
                List.of("NonResumableChangeStreamError"));
    }

    /** Waits until there is a change at this place, or the time is over, or there is no point in it any more. */
    void await(long sequence, long deadlineNanos, BooleanSupplier givenUp) {
        lock.lock();
        try {
            long left = deadlineNanos - System.nanoTime();
            while (left > 0 && !closed && !givenUp.getAsBoolean() && firstSequence + entries.size() <= sequence) {
                changed.await(left, TimeUnit.NANOSECONDS);
                left = deadlineNanos - System.nanoTime();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Whoever waits looks again whether it should. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
