package dev.millrace.sink.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** One connection of the pool with one transaction, which is undone unless it was committed. For one thread. */
final class Session implements AutoCloseable {

    private final Connection connection;
    private boolean ended;
    private boolean lost;

    /** @param connection given back to its pool when this is closed */
    Session(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void commit() throws SQLException {
        connection.commit();
        ended = true;
    }

    void rollback() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            connection.rollback();
        } catch (SQLException e) {
            // Then the connection is lost; the server undoes the transaction by itself, and the pool lets go of it.
            lost = true;
        }
    }

    @Override
    public void close() {
        rollback();
        try {
            connection.close();
        } catch (SQLException e) {
            lost = true;
        }
    }

    /** Whether the connection broke on the way back. */
    boolean isLost() {
        return lost;
    }
}
