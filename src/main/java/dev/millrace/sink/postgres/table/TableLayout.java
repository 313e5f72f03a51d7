package dev.millrace.sink.postgres.table;

import dev.millrace.model.Namespace;
import dev.millrace.schema.TableSchema;
import java.util.List;
import org.bson.BsonDocument;

/**
 * The tables of one collection: the one of its documents first, then one for each array of documents that has a table
 * of its own, parents before children.
 */
public record TableLayout(List<PostgresTable> tables) {

    public TableLayout {
        tables = List.copyOf(tables);
        if (tables.isEmpty()) {
            throw new IllegalArgumentException("a layout without a table");
        }
    }

    /**
     * The tables for a schema; the same arguments always give the same names.
     *
     * @throws dev.millrace.model.MillraceException of kind USAGE where PostgreSQL cannot have such a table
     */
    public static TableLayout of(Namespace namespace, TableSchema schema, TableOptions options) {
        return new LayoutPlan(namespace, options).of(schema);
    }

    /** The table that has a row for each document. */
    public PostgresTable root() {
        return tables.getFirst();
    }

    /** Index of the table whose rows those of this one belong to; -1 for the root. */
    public int parent(int table) {
        String path = tables.get(table).path();
        for (int candidate = table - 1; candidate >= 0; candidate--) {
            String above = tables.get(candidate).path();
            if (above.isEmpty() || path.startsWith(above + ".")) {
                return candidate;
            }
        }
        return -1;
    }

    /** Which path is in which column of which table, for the comment on the root table and for people. */
    public BsonDocument mapping() {
        return LayoutMapping.of(this);
    }
}
