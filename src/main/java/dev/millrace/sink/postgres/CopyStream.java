package dev.millrace.sink.postgres;

import dev.millrace.sink.postgres.table.PostgresColumn;
import dev.millrace.sink.postgres.table.PostgresTable;
import dev.millrace.sink.postgres.table.SqlText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** Sends ready rows into one table, one COPY a call. Source of the form: PostgreSQL 18, COPY, "Binary Format". */
final class CopyStream {

    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final byte[] TRAILER = {(byte) 0xff, (byte) 0xff};

    /** A slice is a message, which the server takes in as a whole; between two slices the driver hears its errors. */
    private static final int SLICE = 1 << 17;

    private final CopyManager manager;
    private final String sql;
    private final StallWatch.Watched watched;

    private CopyStream(CopyManager manager, String sql, StallWatch.Watched watched) {
        this.manager = manager;
        this.sql = sql;
        this.watched = watched;
    }

    /** @param into the table's name as SQL writes it, or that of one with the same columns */
    static CopyStream into(String into, PostgresTable table, Connection connection, StallWatch.Watched watched)
            throws SQLException {
        String columns =
                SqlText.names(table.columns().stream().map(PostgresColumn::name).toList());
        return new CopyStream(
                connection.unwrap(PGConnection.class).getCopyAPI(),
                "COPY " + into + " (" + columns + ") FROM STDIN (FORMAT binary)",
                watched);
    }

    /** Sends the bytes from `start` to `end`, which are whole rows. When it throws, the connection is out of COPY. */
    void send(byte[] rows, int start, int end) throws SQLException {
        watched.begin();
        try {
            send(manager.copyIn(sql), rows, start, end);
        } catch (SQLException e) {
            throw watched.isGivenUp() ? stoodStill(e) : e;
        } finally {
            watched.end();
        }
    }

    private static SQLException stoodStill(SQLException closed) {
        SQLException stall = new SQLException("the COPY stood still", new TimeoutException("the COPY stood still"));
        stall.addSuppressed(closed);
        return stall;
    }

    private void send(CopyIn copy, byte[] rows, int start, int end) throws SQLException {
        try {
            copy.writeToCopy(HEADER, 0, HEADER.length);
            for (int at = start; at < end; at += SLICE) {
                copy.writeToCopy(rows, at, Math.min(SLICE, end - at));
                watched.progress();
            }
            copy.writeToCopy(TRAILER, 0, TRAILER.length);
            copy.endCopy();
        } catch (SQLException | RuntimeException e) {
            cancel(copy, e);
            throw e;
        }
    }

    /** A connection that is left in COPY is of no use to anybody. */
    private static void cancel(CopyIn copy, Exception first) {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException e) {
            first.addSuppressed(e);
        }
    }
}
