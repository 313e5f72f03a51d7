package dev.millrace.pipeline.dedup;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.LongSupplier;

/**
 * The newest ids, so many at most and none older than that. No cache: one that decides by how often an entry was asked for
 * (Caffeine's does) keeps the first of many that are seen once, and drops the newest. Safe for use by many threads.
 */
final class RecentIds {

    private final int most;
    private final long lifetime;
    private final LongSupplier nanos;
    private final SequencedMap<String, Long> addedAt = new LinkedHashMap<>();

    /** @param nanos a clock as {@link System#nanoTime} */
    RecentIds(int most, Duration lifetime, LongSupplier nanos) {
        this.most = most;
        this.lifetime = lifetime.toNanos();
        this.nanos = nanos;
    }

    synchronized boolean contains(String id) {
        Long added = addedAt.get(id);
        return added != null && isFresh(added, nanos.getAsLong());
    }

    synchronized void add(String id) {
        long now = nanos.getAsLong();
        addedAt.putLast(id, now);
        Iterator<Long> oldest = addedAt.values().iterator();
        while (oldest.hasNext() && (!isFresh(oldest.next(), now) || addedAt.size() > most)) {
            oldest.remove();
        }
    }

    synchronized int size() {
        return addedAt.size();
    }

    private boolean isFresh(long added, long now) {
        return now - added < lifetime;
    }
}
