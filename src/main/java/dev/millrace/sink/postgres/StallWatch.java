package dev.millrace.sink.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.jdbc.PgConnection;

/**
 * Gives up connections that stand still in the middle of a COPY. The driver's socketTimeout is for reading alone: a write
 * to a peer that takes nothing more would wait for ever. Safe for use by many threads.
 */
final class StallWatch implements AutoCloseable {

    private final Set<Watched> copies = ConcurrentHashMap.newKeySet();
    private final long patienceNanos;
    private final Thread thread;
    private volatile boolean closed;

    /** @param patience zero: for ever */
    StallWatch(Duration patience) {
        patienceNanos = patience.toNanos();
        thread = Thread.ofVirtual().name("copy-watch").unstarted(this::watch);
        if (patienceNanos > 0) {
            thread.start();
        }
    }

    Watched watch(Connection connection) {
        return new Watched(connection);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void watch() {
        long pause =
                Math.max(1, Math.min(patienceNanos / 4, Duration.ofSeconds(1).toNanos()));
        while (!closed) {
            LockSupport.parkNanos(pause);
            long now = System.nanoTime();
            copies.stream().filter(copy -> now - copy.moved > patienceNanos).forEach(Watched::giveUp);
        }
    }

    /** One connection; its COPYs are watched between {@link #begin} and {@link #end}. */
    final class Watched {

        private final Connection connection;
        private volatile long moved;
        private volatile boolean givenUp;

        private Watched(Connection connection) {
            this.connection = connection;
        }

        void begin() {
            progress();
            copies.add(this);
        }

        void progress() {
            moved = System.nanoTime();
        }

        void end() {
            copies.remove(this);
        }

        /** Whether the connection was closed from here; what its user is told is a closed socket. */
        boolean isGivenUp() {
            return givenUp;
        }

        /** Closes the socket, which ends the write that waits on it with an error. */
        private void giveUp() {
            end();
            givenUp = true;
            try {
                connection.unwrap(PgConnection.class).abort(Runnable::run);
            } catch (SQLException e) {
                // The connection is gone already; whoever writes to it finds out.
                moved = System.nanoTime();
            }
        }
    }
}
