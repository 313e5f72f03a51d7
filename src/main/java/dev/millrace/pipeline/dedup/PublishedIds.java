package dev.millrace.pipeline.dedup;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.state.DedupStore;
import dev.millrace.state.IdPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes down which events were published, a moment after they were, many at once, on a thread of its own. What waits is
 * bounded: when the store is away for too long, the oldest go unrecorded. Safe for use by many threads.
 */
final class PublishedIds implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** Some seconds of a fast stream; about 15 MB. */
    private static final int MOST_WAITING = 100_000;

    private record Entry(String id, long time) {}

    private final DedupStore store;
    private final String stream;
    private final Duration cleanupInterval;
    private final Duration patience;
    private final Thread writer;
    private List<Entry> waiting = new ArrayList<>();
    private boolean closing;
    private long unrecorded;

    /** @param patience how long the end may take */
    PublishedIds(DedupStore store, String stream, Duration cleanupInterval, Duration patience) {
        this.store = store;
        this.stream = stream;
        this.cleanupInterval = cleanupInterval;
        this.patience = patience;
        this.writer = Thread.ofVirtual().name("dedup-" + stream).unstarted(this::write);
    }

    PublishedIds start() {
        writer.start();
        return this;
    }

    /** Takes note of an event that is with its subscribers; waits for nothing. */
    synchronized void add(String id, long time) {
        if (waiting.size() >= MOST_WAITING) {
            int most = MOST_WAITING / 10;
            waiting.subList(0, most).clear();
            unrecorded += most;
        }
        waiting.add(new Entry(id, time));
        if (waiting.size() == IdPage.MOST) {
            notifyAll();
        }
    }

    /** Events that will never be recorded. */
    synchronized long unrecorded() {
        return unrecorded;
    }

    /** Writes what waits, for as long as the patience lasts. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            if (!writer.join(patience)) {
                writer.interrupt();
                writer.join();
            }
        } catch (InterruptedException e) {
            writer.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        long lastCleanUp = System.nanoTime();
        Duration pause = PAUSE;
        boolean last = false;
        List<IdPage> pages = new ArrayList<>();
        try {
            while (!last || !pages.isEmpty() || !isEmpty()) {
                last = await(pause);
                if (pages.isEmpty()) {
                    pages.addAll(paged(taken()));
                }
                if (remember(pages)) {
                    pause = PAUSE;
                } else if (last) {
                    break;
                } else {
                    pause = longer(pause);
                }
                if (System.nanoTime() - lastCleanUp >= cleanupInterval.toNanos()) {
                    lastCleanUp = System.nanoTime();
                    cleanUp();
                }
            }
        } catch (InterruptedException e) {
            // The patience is over, which is what ends this thread at the latest.
        } finally {
            giveUp(pages);
        }
    }

    /** Waits until there is a page's worth and the store is not away, the pause is over, or the end has come: true. */
    private synchronized boolean await(Duration pause) throws InterruptedException {
        boolean away = pause.compareTo(PAUSE) > 0;
        long deadline = System.nanoTime() + pause.toNanos();
        long left = pause.toMillis();
        while (!closing && left > 0 && (away || waiting.size() < IdPage.MOST)) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
        return closing;
    }

    private synchronized List<Entry> taken() {
        List<Entry> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    private synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Writes pages and removes them from the list; false where the store is away. */
    private boolean remember(List<IdPage> pages) throws InterruptedException {
        try {
            while (!pages.isEmpty()) {
                store.remember(stream, pages.getFirst());
                pages.removeFirst();
            }
            return true;
        } catch (MillraceException e) {
            throwIfInterrupted(e);
            return false;
        }
    }

    private void cleanUp() throws InterruptedException {
        try {
            int _ = store.cleanUp(stream);
        } catch (MillraceException e) {
            // What is left over is removed another time, and harmless until then.
            throwIfInterrupted(e);
        }
    }

    private static void throwIfInterrupted(MillraceException e) throws InterruptedException {
        if (e.kind() == FailureKind.INTERRUPTED || Thread.interrupted()) {
            throw new InterruptedException(e.problem());
        }
    }

    private synchronized void giveUp(List<IdPage> pages) {
        unrecorded += waiting.size();
        pages.forEach(page -> unrecorded += page.ids().size());
        waiting.clear();
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** Events whose times are close together, as many as a page may have. */
    private static List<IdPage> paged(List<Entry> entries) {
        List<IdPage> pages = new ArrayList<>();
        entries.sort(Comparator.comparingLong(Entry::time));
        Set<String> ids = new HashSet<>();
        @Nullable Entry first = null;
        long newest = 0;
        for (Entry entry : entries) {
            if (first != null && (ids.size() == IdPage.MOST || entry.time() - first.time() > IdPage.LONGEST)) {
                pages.add(new IdPage(first.time(), newest, ids));
                ids.clear();
                first = null;
            }
            first = first == null ? entry : first;
            newest = entry.time();
            ids.add(entry.id());
        }
        if (first != null) {
            pages.add(new IdPage(first.time(), newest, ids));
        }
        return pages;
    }
}
