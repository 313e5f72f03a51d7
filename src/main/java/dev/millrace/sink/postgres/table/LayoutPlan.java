package dev.millrace.sink.postgres.table;

import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.schema.Column;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;

/** Gives tables and columns their names and places, in the order in which {@link ColumnPlaces} counts them. */
final class LayoutPlan {

    /** What a table can have at most. Source: PostgreSQL 18, appendix K. */
    private static final int MAX_COLUMNS = 1600;

    private static final String ORDINAL = "ordinal";

    private final TableOptions options;
    private final String rootName;
    private final SqlTypes types;
    private final SafeNames tableNames = new SafeNames();
    private final List<TableDraft> drafts = new ArrayList<>();

    LayoutPlan(Namespace namespace, TableOptions options) {
        this.options = options;
        types = new SqlTypes(options.objectIds());
        if (options.tableName().isEmpty()) {
            rootName = tableNames.make(namespace.collection());
        } else {
            rootName = options.tableName();
            tableNames.take(rootName);
        }
    }

    TableLayout of(TableSchema schema) {
        List<Column> columns = TableColumns.of(schema).columns();
        TableDraft root = new TableDraft(rootName, "", options);
        drafts.add(root);
        root.names().take(TableSchema.REST);
        Column id = columns.getFirst();
        String idName = options.columnNames().getOrDefault("_id", id.name());
        root.addKey(idName, "_id", types.of(id.type()));
        add(columns.subList(1, columns.size()), root, "", "");
        root.add(new PostgresColumn(TableSchema.REST, "", "jsonb", true));
        return new TableLayout(drafts.stream().map(this::table).toList());
    }

    private PostgresTable table(TableDraft draft) {
        if (draft.columns().size() > MAX_COLUMNS) {
            throw MillraceException.usage(
                    "the table " + draft.name() + " would have "
                            + draft.columns().size() + " columns, PostgreSQL's limit is " + MAX_COLUMNS,
                    "use `--nested jsonb`, or name the columns that are wanted in a file for `--columns`");
        }
        return new PostgresTable(options.schemaName(), draft.name(), draft.path(), draft.columns(), draft.key());
    }

    /**
     * @param path   of the document whose fields these are, from the root of the document, with its last dot
     * @param prefix what the names of documents between the row and the fields give to their columns' names
     */
    private void add(List<Column> columns, TableDraft table, String path, String prefix) {
        for (Column column : columns) {
            String here = path + FieldPath.escaped(column.field());
            String name = prefix + column.name();
            switch (column.type()) {
                case ColumnType.Group(List<Column> fields) -> add(fields, table, here + ".", name + "_");
                case ColumnType.ListOf(ColumnType.Group(List<Column> fields)) ->
                    add(fields, child(table, here, name), here + ".", "");
                case ColumnType.ListOf _ -> throw new IllegalStateException("an array of no documents has no table");
                case ColumnType.Scalar _, ColumnType.Decimal _, ColumnType.Binary _ ->
                    table.add(name, here, types.of(column.type()), column.nullable());
            }
        }
    }

    private TableDraft child(TableDraft parent, String path, String name) {
        TableDraft child = new TableDraft(tableNames.make(parent.name() + "_" + name), path, options);
        for (int i = 0; i < parent.key().size(); i++) {
            PostgresColumn above = parent.columns().get(i);
            // A key column is named after the table that it is the key of: orders_id, items_ordinal.
            String keyName = drafts.getFirst().equals(parent)
                    ? parent.name() + "_id"
                    : i == parent.key().size() - 1 ? parent.shortName() + "_" + ORDINAL : above.name();
            child.addKey(keyName, above.path(), above.sqlType());
        }
        child.addKey(ORDINAL, "", "integer");
        child.shortName(name);
        drafts.add(child);
        return child;
    }
}
