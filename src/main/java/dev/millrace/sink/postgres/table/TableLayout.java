package dev.millrace.sink.postgres.table;

import java.util.List;

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

    /** The table that has a row for each document. */
    public PostgresTable root() {
        return tables.getFirst();
    }
}
