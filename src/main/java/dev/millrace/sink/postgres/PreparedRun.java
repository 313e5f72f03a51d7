package dev.millrace.sink.postgres;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.model.RunPlan;
import dev.millrace.schema.TableSchema;
import dev.millrace.sink.postgres.table.PostgresTable;
import dev.millrace.sink.postgres.table.SqlText;
import dev.millrace.sink.postgres.table.TableLayout;
import dev.millrace.sink.postgres.table.TableOptions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of a run's collections. */
record PreparedRun(String runId, Map<Namespace, Collection> byName) {

    record Collection(CollectionInfo info, TableSchema schema, TableLayout layout) {

        Namespace namespace() {
            return info.namespace();
        }
    }

    static PreparedRun of(RunPlan plan, TableOptions options) {
        Map<Namespace, Collection> byName = new LinkedHashMap<>();
        for (CollectionPlan collection : plan.collections()) {
            TableSchema schema = TableSchema.fromBson(collection.schema());
            Namespace namespace = collection.info().namespace();
            byName.put(
                    namespace, new Collection(collection.info(), schema, TableLayout.of(namespace, schema, options)));
        }
        requireDistinct(byName);
        return new PreparedRun(plan.runId(), byName);
    }

    List<Collection> collections() {
        return List.copyOf(byName.values());
    }

    Collection collection(Namespace namespace) {
        Collection collection = byName.get(namespace);
        if (collection == null) {
            throw new IllegalArgumentException(namespace + " is not in the plan of run " + runId);
        }
        return collection;
    }

    private static void requireDistinct(Map<Namespace, Collection> byName) {
        Map<String, Namespace> owners = new HashMap<>();
        byName.forEach((namespace, collection) -> {
            for (PostgresTable table : collection.layout().tables()) {
                Namespace other = owners.put(table.name(), namespace);
                if (other != null && !other.equals(namespace)) {
                    throw MillraceException.usage(
                            "Both " + other + " and " + namespace + " would become the table " + SqlText.name(table),
                            "migrate them one by one, with --table");
                }
            }
        });
    }
}
