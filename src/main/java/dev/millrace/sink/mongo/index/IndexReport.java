package dev.millrace.sink.mongo.index;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What came of the indexes of one collection or of several; filled by one thread. */
public final class IndexReport {

    private final List<Built> built = new ArrayList<>();
    private final List<String> present = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * Indexes that were built in one pass over their collection.
     *
     * @param collection in full
     * @param names      of the indexes
     */
    public record Built(String collection, List<String> names, Duration took) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s: %s built in %.1f s: %s",
                    collection,
                    names.size() == 1 ? "1 index" : names.size() + " indexes",
                    took.toMillis() / 1000.0,
                    String.join(", ", names));
        }
    }

    /** Takes over what an earlier step of the same run has built: it is not there by somebody else's doing. */
    public void adopt(IndexReport earlier) {
        built.addAll(earlier.built);
    }

    void built(String collection, List<String> names, Duration took) {
        built.add(new Built(collection, List.copyOf(names), took));
    }

    void present(String collection, String name) {
        present.add(collection + " " + name);
    }

    public void note(String sentence) {
        notes.add(sentence);
    }

    public void problem(String sentence) {
        problems.add(sentence);
    }

    public List<Built> built() {
        return List.copyOf(built);
    }

    /** Collection and name of those that were there. */
    public List<String> present() {
        List<String> others = new ArrayList<>(present);
        built.forEach(each -> each.names().forEach(name -> others.remove(each.collection() + " " + name)));
        return List.copyOf(others);
    }

    /** What differs from the source by nature or on purpose. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** What is not as it was asked for, each with what to do; the same call tries it again. */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
