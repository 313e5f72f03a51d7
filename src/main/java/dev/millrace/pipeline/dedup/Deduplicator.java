package dev.millrace.pipeline.dedup;

import dev.millrace.model.ChangeHeader;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.state.DedupStore;
import dev.millrace.state.IdPage;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Knows which events of one stream were published already. An event is noted once it is with its subscribers, never
 * before: noted earlier, it would be lost if the process died in between. So deduplication makes repeats rare, and events
 * are still delivered at least once.
 *
 * <ul>
 *   <li>Memory, always: what this process has published, as long and as many as the limits say. Keeps from repeating
 *       what is read again after a failure, or when the stream comes back from another process. Lost with the process.
 *   <li>A store, where there is one: what any process has published, as long as the store says. Keeps from repeating
 *       what was published after the last saved place, which a restart reads again, or a place that was lost. What was
 *       acknowledged in the tenth of a second before a crash may be missing. Events of servers that tell no cluster time
 *       (Cosmos DB) are not in it.
 * </ul>
 *
 * The store is asked at the beginning only, a page of some thousand ids at a time, until the stream is past what it
 * remembers; it is written to in the background. When it is away, events are published, and counted as degraded.
 */
public final class Deduplicator implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** What is known of one event. */
    public final class Sighting {

        private final String id;
        private final long time;
        private final boolean repeat;

        private Sighting(String id, long time, boolean repeat) {
            this.id = id;
            this.time = time;
            this.repeat = repeat;
        }

        /** Whether the event was published before: it is to be counted as settled, and left out. */
        public boolean isRepeat() {
            return repeat;
        }

        /** The event is with its subscribers, or set aside for good. From any thread. */
        public void settled() {
            if (memory != null) {
                memory.add(id);
                if (published != null && time >= 0) {
                    published.add(id, time);
                }
            }
        }
    }

    private final @Nullable RecentIds memory;
    private final @Nullable DedupStore store;
    private final @Nullable PublishedIds published;
    private final String stream;
    private final EventIds ids = new EventIds();
    private final Sighting unknown = new Sighting("", -1, false);
    private final LongAdder memoryHits = new LongAdder();
    private final LongAdder storeHits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder degraded = new LongAdder();
    private @Nullable EarlierIds earlier;
    private Duration pause = FIRST_PAUSE;
    private long awaySince;
    private boolean away;

    /**
     * @param stream its name, as in the resume store
     * @param store  null for memory alone; stays the caller's, who closes it after this
     */
    public Deduplicator(String stream, DedupLimits limits, @Nullable DedupStore store) {
        this.stream = stream;
        this.store = store;
        this.memory = new RecentIds(limits.memoryMaxSize(), limits.memoryTtl(), System::nanoTime);
        this.published =
                store == null ? null : new PublishedIds(store, stream, limits.cleanupInterval(), PATIENCE).start();
        begin();
    }

    private Deduplicator() {
        stream = "";
        memory = null;
        store = null;
        published = null;
    }

    /** Lets every event through. */
    public static Deduplicator off() {
        return new Deduplicator();
    }

    /** The stream is opened, at whatever place: the store may know what comes. By the thread that reads. */
    public void begin() {
        earlier = store == null ? null : new EarlierIds(store, stream);
    }

    /** Looks an event up. By the thread that reads, in the order of the stream. */
    public Sighting look(ChangeHeader header) {
        if (memory == null) {
            return unknown;
        }
        String id = ids.of(header.point());
        long time = header.clusterTime() == null ? -1 : IdPage.time(header.clusterTime());
        if (memory.contains(id)) {
            memoryHits.increment();
        } else if (isInStore(id, time)) {
            storeHits.increment();
        } else {
            misses.increment();
            return new Sighting(id, time, false);
        }
        return new Sighting(id, time, true);
    }

    /** Since the start of the process. From any thread. */
    public DedupCounts counts() {
        return new DedupCounts(
                memoryHits.sum(),
                storeHits.sum(),
                misses.sum(),
                degraded.sum(),
                published == null ? 0 : published.unrecorded());
    }

    /** Writes what is still to be remembered, for some seconds at most. */
    @Override
    public void close() {
        if (published != null) {
            published.close();
        }
    }

    private boolean isInStore(String id, long time) {
        if (earlier == null || time < 0) {
            return false;
        }
        long now = System.nanoTime();
        if (away && now - awaySince < pause.toNanos()) {
            degraded.increment();
            return false;
        }
        try {
            boolean known = earlier.contains(id, time);
            away = false;
            if (earlier.isPassed()) {
                earlier = null;
            }
            return known;
        } catch (MillraceException e) {
            if (e.kind() == FailureKind.INTERRUPTED) {
                throw e;
            }
            // Published twice is better than late, and both are better than lost.
            degraded.increment();
            pause = pauseAfter(Duration.ofNanos(System.nanoTime() - now));
            away = true;
            awaySince = System.nanoTime();
            return false;
        }
    }

    /** Longer each time, and so long that a store which fails slowly takes no more than a fifth of the stream's time. */
    private Duration pauseAfter(Duration failure) {
        Duration next = away ? pause.multipliedBy(2) : FIRST_PAUSE;
        Duration fair = failure.multipliedBy(4);
        Duration longer = next.compareTo(fair) > 0 ? next : fair;
        return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }
}
