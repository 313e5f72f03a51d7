package dev.millrace.sink.verify;

import dev.millrace.model.Namespace;
import dev.millrace.model.RejectedDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The differences of one chunk that people are told of, a line each. For use by one thread. */
public final class ShownDifferences {

    private final AtomicInteger left;
    private final Namespace namespace;
    private final List<String> lines = new ArrayList<>();

    /** @param left how many more are shown, of all chunks together */
    public ShownDifferences(AtomicInteger left, Namespace namespace) {
        this.left = left;
        this.namespace = namespace;
    }

    /** Whether another one would be shown, so that it is worth a closer look. */
    public boolean isWanted() {
        return left.get() > 0;
    }

    public void add(RejectedDocument difference) {
        tell(namespace + " _id " + difference.id() + " " + difference.reason());
    }

    /** Shows a whole sentence. */
    public void tell(String sentence) {
        if (left.getAndDecrement() > 0) {
            lines.add(sentence);
        }
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }
}
