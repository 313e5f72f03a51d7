package dev.millrace.sink.postgres;

import dev.millrace.model.Chunk;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;

/**
 * Marks the transactions of a run by locks that exclude nobody, so that those that can no longer count are found and ended.
 *
 * <p>A process that is frozen, or cut off, loses its leases but not its sessions: their transactions go on holding locks on
 * tables and rows, and whoever took over its chunks would wait for them for as long as it is frozen. Advisory locks are seen by
 * everybody in `pg_locks`, last as long as their transaction, and pass through poolers.
 */
final class RunLocks {

    /** For transactions that write no chunk; chunks follow by their number. */
    private static final int NO_CHUNK = 0;

    private static final String END = """
            SELECT pg_terminate_backend(pid) FROM pg_locks
             WHERE locktype = 'advisory' AND objsubid = 2 AND pid <> pg_backend_pid()
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
               AND classid = %d::oid""";

    private final PostgresClient client;
    private final Duration patience;
    private final int run;

    RunLocks(PostgresClient client, Duration patience, String runId) {
        this.client = client;
        this.patience = patience;
        run = runId.hashCode() & Integer.MAX_VALUE;
    }

    /** The statement that marks a transaction which writes that chunk; never waits. */
    String mark(Chunk chunk) {
        return mark(NO_CHUNK + 1 + chunk.number());
    }

    /** The statement that marks a transaction of the run's end; never waits. */
    String mark() {
        return mark(NO_CHUNK);
    }

    /** Ends every transaction of the run. For its end: each chunk is in the ledger, and what still writes one is late. */
    int endAll() {
        return end(END.formatted(run));
    }

    /** Ends every other transaction that writes the chunk. */
    int end(Chunk chunk) {
        return end((END + " AND objid = %d::oid").formatted(run, NO_CHUNK + 1 + chunk.number()));
    }

    private String mark(int what) {
        return "SELECT pg_advisory_xact_lock_shared(" + run + ", " + what + ")";
    }

    /** Sessions of another role may be out of reach; then all that is left is to wait for them. */
    private int end(String sql) {
        try {
            RowSet<Row> ended = client.query("end sessions that were left behind", patience, sql);
            return ended.size();
        } catch (MillraceException e) {
            if (e.kind() == FailureKind.PERMISSION) {
                return 0;
            }
            throw e;
        }
    }
}
