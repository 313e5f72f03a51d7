package dev.millrace.sink.postgres.table;

import java.util.List;

/**
 * One table in PostgreSQL.
 *
 * @param schema  its schema's name, not quoted
 * @param name    its name, safe and at most 63 bytes, not quoted
 * @param path    the array whose elements it holds, names joined by dots; empty for the table of the documents
 * @param columns in the order of COPY: for a child table its parent's key and the ordinal first; `_rest` last
 * @param key     names of the columns of its primary key
 */
public record PostgresTable(String schema, String name, String path, List<PostgresColumn> columns, List<String> key) {

    public PostgresTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }
}
