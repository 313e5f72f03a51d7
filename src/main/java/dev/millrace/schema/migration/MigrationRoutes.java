package dev.millrace.schema.migration;

import dev.millrace.bson.edit.Edit;
import dev.millrace.schema.registry.SchemaVersion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The shortest way from every version to one; of two that are equally short, the one that was declared first. */
public final class MigrationRoutes {

    /** What leads from each version to that one; nothing for itself. */
    private final Map<SchemaVersion, List<Edit>> routes = new HashMap<>();

    /** A search in breadth, from the end of all ways. */
    public MigrationRoutes(List<Migration> migrations, SchemaVersion end) {
        routes.put(end, List.of());
        Deque<SchemaVersion> open = new ArrayDeque<>(List.of(end));
        while (!open.isEmpty()) {
            SchemaVersion reached = open.remove();
            for (Migration each : migrations) {
                if (each.to().equals(reached) && !routes.containsKey(each.from())) {
                    List<Edit> rest = routes.getOrDefault(reached, List.of());
                    routes.put(
                            each.from(),
                            Stream.concat(each.steps().stream(), rest.stream()).toList());
                    open.add(each.from());
                }
            }
        }
    }

    /** The steps from a version; null where no way leads from it. */
    public @Nullable List<Edit> from(SchemaVersion version) {
        return routes.get(version);
    }
}
