package dev.millrace.sink.mongo.index;

import dev.millrace.model.Namespace;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which indexes a collection of the target is to have.
 *
 * @param target  the collection's name there
 * @param indexes as they are to be created, that on `_id` excepted
 * @param notes   what is left out or made differently, a sentence each, with what to do
 */
public record IndexPlan(Namespace target, List<IndexDefinition> indexes, List<String> notes) {

    public IndexPlan {
        indexes = List.copyOf(indexes);
        notes = List.copyOf(notes);
    }

    /** The same with some of the indexes. */
    public IndexPlan only(Predicate<IndexDefinition> chosen) {
        return new IndexPlan(target, indexes.stream().filter(chosen).toList(), notes);
    }
}
