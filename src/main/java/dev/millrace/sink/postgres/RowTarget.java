package dev.millrace.sink.postgres;

import dev.millrace.sink.postgres.copy.EncodedBatch;
import java.sql.SQLException;

/** Puts the rows of documents into the tables of a layout, inside a transaction that others begin and end. */
interface RowTarget {

    /** Writes documents `from` to `to`, without `to`; when it throws, the transaction is to be rolled back to before. */
    void write(EncodedBatch batch, int from, int to) throws SQLException;
}
