package dev.millrace.sink.postgres;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.postgres.PostgresClient.Statements;
import dev.millrace.sink.postgres.table.PostgresColumn;
import dev.millrace.sink.postgres.table.PostgresTable;
import dev.millrace.sink.postgres.table.SqlText;
import dev.millrace.sink.postgres.table.TableDdl;
import dev.millrace.sink.postgres.table.TableLayout;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;

/** What is there already of a layout's tables, and whether rows of ours fit in. */
final class ExistingTables {

    /** Columns that are missing or of another type; a text fits into whatever is a string. */
    private static final String MISFITS = """
            SELECT w.name, w.type, format_type(a.atttypid, a.atttypmod)
            FROM unnest($2::text[], $3::text[]) AS w(name, type)
            LEFT JOIN pg_attribute a ON a.attrelid = to_regclass($1) AND a.attname = w.name
              AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attname IS NULL OR a.attgenerated <> ''
              OR (a.atttypid <> to_regtype(w.type)
                AND NOT (w.type = 'text' AND t.typname IN ('varchar', 'bpchar', 'citext')))""";

    /** Columns of the table that must have a value and would get none. */
    private static final String UNFED = """
            SELECT a.attname::text FROM pg_attribute a
            WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
              AND a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AND a.attname <> ALL ($2::text[])""";

    private static final String UNIQUE = """
            SELECT 1 FROM pg_index i WHERE i.indrelid = to_regclass($1) AND i.indisunique AND i.indpred IS NULL
              AND i.indexprs IS NULL AND i.indnkeyatts = cardinality($2::text[])
              AND (SELECT array_agg(a.attname::text ORDER BY a.attname::text) FROM pg_attribute a
                   WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey))
                = (SELECT array_agg(k ORDER BY k) FROM unnest($2::text[]) k)""";

    private final Statements statements;
    private final List<PostgresTable> there = new ArrayList<>();
    private final List<PostgresTable> missing = new ArrayList<>();

    ExistingTables(Statements statements, TableLayout layout) {
        this.statements = statements;
        for (PostgresTable table : layout.tables()) {
            (isThere(table) ? there : missing).add(table);
        }
    }

    boolean none() {
        return there.isEmpty();
    }

    List<PostgresTable> there() {
        return there;
    }

    List<PostgresTable> missing() {
        return missing;
    }

    boolean empty() {
        return there.stream()
                .noneMatch(table -> first(statements.query("SELECT EXISTS (SELECT 1 FROM " + SqlText.name(table) + ")"))
                        .getBoolean(0));
    }

    /** Binary rows have to have the columns' very types. */
    void requireFit() {
        List<String> misfits = new ArrayList<>();
        for (PostgresTable table : there) {
            String[] names = table.columns().stream().map(PostgresColumn::name).toArray(String[]::new);
            String[] types =
                    table.columns().stream().map(PostgresColumn::sqlType).toArray(String[]::new);
            statements
                    .query(MISFITS, SqlText.name(table), names, types)
                    .forEach(row -> misfits.add(table.name() + "." + row.getString(0) + " has to be " + row.getString(1)
                            + " and is " + (row.getString(2) == null ? "missing" : row.getString(2))));
            statements
                    .query(UNFED, SqlText.name(table), names)
                    .forEach(row -> misfits.add(
                            table.name() + "." + row.getString(0) + " must have a value and no field gives one"));
        }
        if (!misfits.isEmpty()) {
            throw new MillraceException(
                    FailureKind.CONFLICT,
                    "The table that is there does not fit: " + String.join("; ", misfits),
                    "change the table, map the columns with --columns or --schema, or choose another --table");
        }
    }

    /** Makes the keys that a merge asks for, where the tables are empty; else they have to be there. */
    void requireKey(boolean empty) {
        List<PostgresTable> all = new ArrayList<>(there);
        all.addAll(missing);
        for (PostgresTable table : all) {
            boolean root = table.path().isEmpty();
            boolean unique = statements
                            .query(UNIQUE, SqlText.name(table), table.key().toArray(String[]::new))
                            .size()
                    > 0;
            if (!unique && (empty || missing.contains(table))) {
                statements.query(TableDdl.primaryKey(table));
            } else if (!unique && root) {
                throw new MillraceException(
                        FailureKind.CONFLICT,
                        "The table " + SqlText.name(table) + " has no unique key on " + SqlText.names(table.key())
                                + ", so that nothing can be merged into it",
                        TableDdl.primaryKey(table));
            }
        }
    }

    private boolean isThere(PostgresTable table) {
        RowSet<Row> rows =
                statements.query("SELECT relkind::text FROM pg_class WHERE oid = to_regclass($1)", SqlText.name(table));
        if (rows.size() == 0) {
            return false;
        }
        String kind = first(rows).getString(0);
        if (!kind.equals("r") && !kind.equals("p")) {
            throw new MillraceException(
                    FailureKind.CONFLICT,
                    SqlText.name(table) + " is there already, and is no table",
                    "choose another --table or --schema-name");
        }
        return true;
    }

    private static Row first(RowSet<Row> rows) {
        return rows.iterator().next();
    }
}
