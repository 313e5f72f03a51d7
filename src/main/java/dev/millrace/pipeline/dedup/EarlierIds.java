package dev.millrace.pipeline.dedup;

import dev.millrace.state.DedupStore;
import dev.millrace.state.IdPage;
import java.util.ArrayDeque;
import java.util.List;

/**
 * What a store remembers of a stream that is read again from an earlier place. Events and pages come in the same order,
 * that of the cluster, so that each page is read once, and let go when the events have passed it: a merge join. When the
 * last page is passed, the store is not asked again. For use by one thread.
 */
final class EarlierIds {

    private static final int PAGES_AT_ONCE = 8;

    private final DedupStore store;
    private final String stream;
    private final ArrayDeque<IdPage> pages = new ArrayDeque<>();
    private boolean begun;
    private boolean readAll;
    private long next;
    private int skip;

    EarlierIds(DedupStore store, String stream) {
        this.store = store;
        this.stream = stream;
    }

    /**
     * Whether an event was published. Fails as the store does; the next call then tries again.
     *
     * @param time as {@link IdPage#time} gives it, never smaller than at the call before
     */
    boolean contains(String id, long time) {
        if (!begun) {
            begun = true;
            // Where a page that holds this event may begin at the earliest.
            next = Math.max(0, time - IdPage.LONGEST);
        }
        while (!readAll && next <= time) {
            read();
        }
        pages.removeIf(page -> page.newest() < time);
        for (IdPage page : pages) {
            if (page.oldest() <= time && page.ids().contains(id)) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing that the store remembers lies ahead. */
    boolean isPassed() {
        return readAll && pages.isEmpty();
    }

    private void read() {
        List<IdPage> read = store.pages(stream, next, skip, PAGES_AT_ONCE);
        pages.addAll(read);
        if (read.size() < PAGES_AT_ONCE) {
            readAll = true;
            return;
        }
        long last = read.getLast().oldest();
        int same = Math.toIntExact(
                read.stream().filter(page -> page.oldest() == last).count());
        // A large transaction is one moment, and may fill many pages.
        skip = last == next ? skip + same : same;
        next = last;
    }
}
