package dev.millrace.sink.postgres.table;

import dev.millrace.model.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the user decides about a table's names and types.
 *
 * @param schemaName  the schema that it lies in, taken as it is
 * @param tableName   taken as it is; empty: made from the collection's name
 * @param columnNames names of columns by the path of their field (see {@link PostgresColumn#path}), taken as they are
 */
public record TableOptions(
        String schemaName, String tableName, ObjectIdForm objectIds, Map<String, String> columnNames) {

    public TableOptions {
        columnNames = Map.copyOf(columnNames);
        requireName("schema", schemaName, false);
        requireName("table", tableName, true);
        columnNames.values().forEach(name -> requireName("column", name, false));
    }

    public TableOptions(String schemaName, String tableName, ObjectIdForm objectIds) {
        this(schemaName, tableName, objectIds, Map.of());
    }

    private static void requireName(String what, String name, boolean mayBeEmpty) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        boolean usable = length <= SafeNames.MAX_BYTES && name.indexOf('\0') < 0 && (mayBeEmpty || length > 0);
        if (!usable || (what.equals("column") && SafeNames.isSystemColumn(name))) {
            throw MillraceException.usage(
                    "PostgreSQL cannot have a " + what + " named '" + name.replace('\0', ' ') + "'",
                    "choose a name of 1 to " + SafeNames.MAX_BYTES + " bytes that is none of its own");
        }
    }
}
