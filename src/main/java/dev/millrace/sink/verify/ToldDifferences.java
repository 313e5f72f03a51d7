package dev.millrace.sink.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The lines of all chunks of a collection, as many of them as people are told. For use by one thread. */
public final class ToldDifferences {

    private final int most;
    private final List<String> lines = new ArrayList<>();

    public ToldDifferences(int most) {
        this.most = most;
    }

    public void add(List<String> ofChunk) {
        ofChunk.stream().limit(most - lines.size()).forEach(lines::add);
    }

    /** @param all differences of the collection, told or not */
    public void tell(long all, Consumer<String> notes) {
        lines.forEach(notes);
        if (all > lines.size()) {
            notes.accept("… and " + (all - lines.size()) + " more, which are in the file of differences");
        }
    }
}
