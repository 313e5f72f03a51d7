package dev.millrace.sink.postgres;

import dev.millrace.sink.postgres.copy.EncodedBatch;
import dev.millrace.sink.postgres.table.PostgresTable;
import dev.millrace.sink.postgres.table.SqlText;
import dev.millrace.sink.postgres.table.TableLayout;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Copies rows straight into their tables, parents first. */
final class AddedRows implements RowTarget {

    private final List<CopyStream> streams = new ArrayList<>();

    AddedRows(TableLayout layout, Session session, StallWatch.Watched watched) throws SQLException {
        for (PostgresTable table : layout.tables()) {
            streams.add(CopyStream.into(SqlText.name(table), table, session.connection(), watched));
        }
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
    }
}
