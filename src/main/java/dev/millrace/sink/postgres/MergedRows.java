package dev.millrace.sink.postgres;

import dev.millrace.sink.postgres.copy.EncodedBatch;
import dev.millrace.sink.postgres.table.PostgresColumn;
import dev.millrace.sink.postgres.table.PostgresTable;
import dev.millrace.sink.postgres.table.SqlText;
import dev.millrace.sink.postgres.table.TableLayout;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Copies rows into tables of the transaction's own, and from there over the rows with the same `_id`. */
final class MergedRows implements RowTarget {

    private final Session session;
    private final List<CopyStream> streams = new ArrayList<>();
    private final String merge;

    MergedRows(TableLayout layout, Session session, StallWatch.Watched watched) throws SQLException {
        this.session = session;
        List<PostgresTable> tables = layout.tables();
        StringBuilder make = new StringBuilder();
        for (int table = 0; table < tables.size(); table++) {
            make.append(makeStage(tables.get(table), table));
            streams.add(CopyStream.into(stage(table), tables.get(table), session.connection(), watched));
        }
        session.execute(make.toString());
        merge = merge(layout);
    }

    @Override
    public void write(EncodedBatch batch, int from, int to) throws SQLException {
        for (int table = 0; table < streams.size(); table++) {
            int start = batch.start(table, from);
            int end = batch.end(table, to - 1);
            if (end > start) {
                streams.get(table).send(batch.bytes(table), start, end);
            }
        }
        session.execute(merge);
    }

    /** With the columns' types and nothing else: what constraints there are is for the merge to find. */
    private static String makeStage(PostgresTable table, int number) {
        return "CREATE TEMP TABLE millrace_stage_" + number + " ON COMMIT DROP AS SELECT " + columns(table) + " FROM "
                + SqlText.name(table) + " WITH NO DATA;";
    }

    /** Rows of child tables have no `_id` to be known by: those of a document give way as a whole. */
    private static String merge(TableLayout layout) {
        List<PostgresTable> tables = layout.tables();
        PostgresTable root = layout.root();
        StringBuilder sql = new StringBuilder();
        for (int table = tables.size() - 1; table > 0; table--) {
            sql.append(deleteOld(root, tables.get(table)));
        }
        for (int table = 0; table < tables.size(); table++) {
            sql.append(insert(tables.get(table), table))
                    .append(table == 0 ? onConflict(root) : "")
                    .append(';');
        }
        sql.append("TRUNCATE ");
        for (int table = 0; table < tables.size(); table++) {
            sql.append(table == 0 ? "" : ", ").append(stage(table));
        }
        return sql.toString();
    }

    private static String deleteOld(PostgresTable root, PostgresTable child) {
        List<String> same = new ArrayList<>();
        for (int i = 0; i < root.key().size(); i++) {
            same.add("old." + SqlText.name(child.key().get(i)) + " = new."
                    + SqlText.name(root.key().get(i)));
        }
        return "DELETE FROM " + SqlText.name(child) + " old USING " + stage(0) + " new WHERE "
                + String.join(" AND ", same) + ";";
    }

    private static String insert(PostgresTable table, int number) {
        return "INSERT INTO " + SqlText.name(table) + " (" + columns(table) + ") SELECT " + columns(table) + " FROM "
                + stage(number);
    }

    private static String onConflict(PostgresTable root) {
        String changes = root.columns().stream()
                .map(PostgresColumn::name)
                .filter(name -> !root.key().contains(name))
                .map(name -> SqlText.name(name) + " = EXCLUDED." + SqlText.name(name))
                .collect(Collectors.joining(", "));
        return " ON CONFLICT (" + SqlText.names(root.key()) + ") DO "
                + (changes.isEmpty() ? "NOTHING" : "UPDATE SET " + changes);
    }

    private static String columns(PostgresTable table) {
        return SqlText.names(table.columns().stream().map(PostgresColumn::name).toList());
    }

    private static String stage(int table) {
        return "pg_temp.millrace_stage_" + table;
    }
}
