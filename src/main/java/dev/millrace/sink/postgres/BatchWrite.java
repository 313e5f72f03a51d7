package dev.millrace.sink.postgres;

import dev.millrace.sink.postgres.copy.EncodedBatch;
import java.sql.SQLException;

/**
 * Writes the documents of a batch but for those that the server refuses, which it finds by halving: the server tells of
 * the first bad row only, and then nothing of that COPY is there.
 */
final class BatchWrite {

    private static final String SET = "SAVEPOINT millrace";

    private final Session session;
    private final RowTarget target;
    private final Refusals refusals;
    private boolean savepoint;

    BatchWrite(Session session, RowTarget target, Refusals refusals) {
        this.session = session;
        this.target = target;
        this.refusals = refusals;
    }

    /** Is told of each document that the server refuses. */
    interface Refusals {
        void refused(int document, String reason);
    }

    void write(EncodedBatch batch) throws SQLException {
        if (!savepoint) {
            session.execute(SET);
            savepoint = true;
        }
        write(batch, 0, batch.documents());
    }

    private void write(EncodedBatch batch, int from, int to) throws SQLException {
        try {
            target.write(batch, from, to);
            session.execute("RELEASE SAVEPOINT millrace; " + SET);
        } catch (SQLException e) {
            if (!PostgresFailure.refusesRow(e)) {
                throw e;
            }
            session.execute("ROLLBACK TO SAVEPOINT millrace");
            if (to - from == 1) {
                refusals.refused(from, PostgresFailure.reason(e));
            } else {
                int middle = (from + to) >>> 1;
                write(batch, from, middle);
                write(batch, middle, to);
            }
        }
    }
}
