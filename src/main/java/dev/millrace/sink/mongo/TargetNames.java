package dev.millrace.sink.mongo;

import dev.millrace.model.Namespace;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each collection of the source is called at the target.
 *
 * @param collections those with a name of their own
 * @param database    that of all others; null where it stays
 */
public record TargetNames(
        Map<Namespace, Namespace> collections, @Nullable String database) {

    /** Every collection keeps its name. */
    public static final TargetNames SAME = new TargetNames(Map.of(), null);

    public TargetNames {
        collections = Map.copyOf(collections);
    }

    public static TargetNames inDatabase(String database) {
        return new TargetNames(Map.of(), database);
    }

    public static TargetNames renaming(Namespace from, Namespace to) {
        return new TargetNames(Map.of(from, to), null);
    }

    public Namespace of(Namespace source) {
        Namespace own = collections.get(source);
        if (own != null) {
            return own;
        }
        return database == null ? source : new Namespace(database, source.collection());
    }
}
