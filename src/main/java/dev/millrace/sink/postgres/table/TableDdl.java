package dev.millrace.sink.postgres.table;

import dev.millrace.model.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The statements that make the tables of a collection, and later their keys. */
public record TableDdl(Namespace namespace, TableLayout layout, boolean unlogged) {

    /** What a comment on a table starts with that millrace has made. */
    public static final String COMMENT = "millrace: ";

    /** Makes one table, without its key. */
    public String create(PostgresTable table) {
        String columns = table.columns().stream().map(TableDdl::column).collect(Collectors.joining(",\n  "));
        return "CREATE " + (unlogged ? "UNLOGGED " : "") + "TABLE " + SqlText.name(table) + " (\n  " + columns + "\n)";
    }

    /** Says where each table's rows come from. */
    public List<String> comments() {
        List<String> comments = new ArrayList<>();
        for (PostgresTable table : layout.tables()) {
            String text = table.path().isEmpty()
                    ? COMMENT + namespace + " " + layout.mapping().toJson()
                    : COMMENT + namespace + " " + table.path();
            comments.add("COMMENT ON TABLE " + SqlText.name(table) + " IS " + SqlText.text(text));
        }
        return comments;
    }

    /** The primary key in one statement. */
    public static String primaryKey(PostgresTable table) {
        return "ALTER TABLE " + SqlText.name(table) + " ADD CONSTRAINT " + SqlText.name(keyName(table))
                + " PRIMARY KEY (" + SqlText.names(table.key()) + ")";
    }

    /** The index that {@link #primaryKeyFromIndex} makes the key of, so that others can be built at the same time. */
    public static String keyIndex(PostgresTable table) {
        return "CREATE UNIQUE INDEX " + SqlText.name(keyName(table)) + " ON " + SqlText.name(table) + " ("
                + SqlText.names(table.key()) + ")";
    }

    public static String primaryKeyFromIndex(PostgresTable table) {
        String key = SqlText.name(keyName(table));
        return "ALTER TABLE " + SqlText.name(table) + " ADD CONSTRAINT " + key + " PRIMARY KEY USING INDEX " + key;
    }

    /** The constraint that ties the rows of a child table to the row they belong to. */
    public static String foreignKey(PostgresTable child, PostgresTable parent) {
        List<String> columns = child.key().subList(0, parent.key().size());
        return "ALTER TABLE " + SqlText.name(child) + " ADD CONSTRAINT " + SqlText.name(foreignKeyName(child))
                + " FOREIGN KEY (" + SqlText.names(columns) + ") REFERENCES " + SqlText.name(parent) + " ("
                + SqlText.names(parent.key()) + ") ON DELETE CASCADE";
    }

    public static String keyName(PostgresTable table) {
        return SqlNames.joined(table.name(), "pkey");
    }

    public static String foreignKeyName(PostgresTable child) {
        return SqlNames.joined(child.name(), "fkey");
    }

    /** What is run before the load, as a script. */
    public List<String> before() {
        List<String> statements = new ArrayList<>();
        layout.tables().forEach(table -> statements.add(create(table)));
        statements.addAll(comments());
        return statements;
    }

    /** What is run after it, but for indexes. */
    public List<String> keys() {
        List<String> statements = new ArrayList<>();
        layout.tables().forEach(table -> statements.add(primaryKey(table)));
        for (int table = 1; table < layout.tables().size(); table++) {
            statements.add(
                    foreignKey(layout.tables().get(table), layout.tables().get(layout.parent(table))));
        }
        return statements;
    }

    private static String column(PostgresColumn column) {
        return SqlText.name(column.name()) + " " + column.sqlType() + (column.nullable() ? "" : " NOT NULL");
    }
}
