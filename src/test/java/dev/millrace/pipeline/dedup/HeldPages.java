package dev.millrace.pipeline.dedup;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.state.DedupStore;
import dev.millrace.state.IdPage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A store of published events in memory, which can be away. */
final class HeldPages implements DedupStore {

    private final List<IdPage> pages = new ArrayList<>();
    private boolean away;
    private int reads;
    private int cleanUps;

    synchronized void away(boolean value) {
        away = value;
    }

    /** How often it was asked. */
    synchronized int reads() {
        return reads;
    }

    synchronized int cleanUps() {
        return cleanUps;
    }

    synchronized List<IdPage> all() {
        return List.copyOf(pages);
    }

    synchronized int ids() {
        return pages.stream().mapToInt(page -> page.ids().size()).sum();
    }

    @Override
    public String description() {
        return "memory";
    }

    @Override
    public synchronized void remember(String stream, IdPage page) {
        check();
        pages.add(page);
    }

    @Override
    public synchronized List<IdPage> pages(String stream, long from, int skip, int most) {
        reads++;
        check();
        return pages.stream()
                .filter(page -> page.oldest() >= from)
                .sorted(Comparator.comparingLong(IdPage::oldest))
                .skip(skip)
                .limit(most)
                .toList();
    }

    @Override
    public synchronized int cleanUp(String stream) {
        cleanUps++;
        check();
        return 0;
    }

    @Override
    public void close() {}

    private void check() {
        if (away) {
            throw new MillraceException(FailureKind.TRANSIENT, "the store is away", "wait");
        }
    }
}
