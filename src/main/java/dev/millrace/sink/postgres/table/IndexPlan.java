package dev.millrace.sink.postgres.table;

import java.util.List;

/**
 * What becomes of a collection's indexes.
 *
 * @param indexes to be built after the load
 * @param notes   what was left out or comes out different, a sentence each that names the index
 */
public record IndexPlan(List<Index> indexes, List<String> notes) {

    public IndexPlan {
        indexes = List.copyOf(indexes);
        notes = List.copyOf(notes);
    }

    /**
     * One index.
     *
     * @param source its name in MongoDB
     * @param name   its name in PostgreSQL, not quoted
     * @param sql    makes it, unless it is there already
     */
    public record Index(String source, PostgresTable table, String name, String sql) {}
}
