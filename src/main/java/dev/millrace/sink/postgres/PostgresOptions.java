package dev.millrace.sink.postgres;

import dev.millrace.model.MillraceException;
import java.time.Duration;

/**
 * How a run uses a PostgreSQL.
 *
 * @param unlogged         whether new tables are UNLOGGED: they load faster, and a crash of the server empties them
 * @param indexes          whether the source's indexes are built after the load; keys are built in any case
 * @param connections      for COPY, one for each chunk that is written at a time
 * @param indexBuilds      indexes that are built at a time
 * @param statementTimeout for a single COPY; zero: none
 * @param lockTimeout      how long a statement waits for a lock on a table; zero: for ever
 * @param socketTimeout    how long a connection may stand still before it is given up; longer than the lock timeout, as
 *                         a connection that waits for a lock stands still
 */
public record PostgresOptions(
        IfExists ifExists,
        boolean unlogged,
        boolean indexes,
        int connections,
        int indexBuilds,
        Duration statementTimeout,
        Duration lockTimeout,
        Duration socketTimeout) {

    public PostgresOptions {
        if (connections < 1 || indexBuilds < 1) {
            throw MillraceException.usage(
                    "PostgreSQL needs at least one connection, not " + Math.min(connections, indexBuilds),
                    "set --workers to at least 1");
        }
        if (socketTimeout.isPositive() && socketTimeout.compareTo(lockTimeout) <= 0) {
            throw MillraceException.usage(
                    "the socket timeout (" + socketTimeout.toSeconds() + " s) is not longer than the lock timeout ("
                            + lockTimeout.toSeconds() + " s)",
                    "raise the first or lower the second");
        }
    }

    /** Into new or empty tables, with indexes; a lock is waited for 30 seconds, a silent server 5 minutes. */
    public static PostgresOptions usual(int connections) {
        return new PostgresOptions(
                IfExists.FAIL,
                false,
                true,
                connections,
                2,
                Duration.ZERO,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5));
    }

    public PostgresOptions withIfExists(IfExists other) {
        return new PostgresOptions(
                other, unlogged, indexes, connections, indexBuilds, statementTimeout, lockTimeout, socketTimeout);
    }
}
