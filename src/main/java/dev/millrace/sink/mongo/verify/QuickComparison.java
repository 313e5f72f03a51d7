package dev.millrace.sink.mongo.verify;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.Namespace;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Compares collections without a look at their documents: the counts that servers keep, indexes and options. */
public final class QuickComparison {

    private final ComparedSide source;
    private final ComparedSide target;
    private final UnaryOperator<Namespace> names;
    private final boolean metadata;

    /**
     * @param source   stays the caller's
     * @param target   stays the caller's
     * @param names    the target's name of a collection of the source
     * @param metadata whether indexes and options are compared
     */
    public QuickComparison(ComparedSide source, ComparedSide target, UnaryOperator<Namespace> names, boolean metadata) {
        this.source = source;
        this.target = target;
        this.names = names;
        this.metadata = metadata;
    }

    /**
     * Gives the number of differences.
     *
     * @param notes is told of each, and of the counts
     */
    public long compare(List<CollectionInfo> collections, Consumer<String> notes) {
        long all = 0;
        for (CollectionInfo collection : collections) {
            Namespace there = names.apply(collection.namespace());
            Optional<CollectionInfo> found = target.find(there);
            if (found.isEmpty()) {
                notes.accept("the target has no collection " + there);
                all++;
            } else {
                all += compare(collection, found.get(), notes);
            }
        }
        notes.accept("no document was read: the counts are those that the servers keep");
        return all;
    }

    private long compare(CollectionInfo here, CollectionInfo there, Consumer<String> notes) {
        List<String> differing = metadata ? MetadataDifferences.between(here.metadata(), there.metadata()) : List.of();
        long inSource = counted(source, here);
        long inTarget = counted(target, there);
        notes.accept(String.format(
                Locale.ROOT,
                "%s: %,d documents in the source, %,d in the target",
                here.namespace(),
                inSource,
                inTarget));
        differing.forEach(difference -> notes.accept(here.namespace() + ": " + difference));
        return differing.size() + Math.abs(inSource - inTarget);
    }

    /** Of views nobody keeps a count. */
    private static long counted(ComparedSide side, CollectionInfo collection) {
        return collection.documents() >= 0 ? side.estimate(collection.namespace()) : side.count(collection);
    }
}
