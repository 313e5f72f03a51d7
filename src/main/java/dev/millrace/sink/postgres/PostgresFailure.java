package dev.millrace.sink.postgres;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Says what PostgreSQL, or the way to it, did not do, and what to do about it; for both clients. A server's DETAIL and
 * CONTEXT repeat rows and are never used; where its message quotes a value, the value is cut out.
 */
record PostgresFailure(PostgresAddress address) {

    private static final Pattern QUOTED_VALUE =
            Pattern.compile(": [\"'(].*|(?<=^value) \".*\"(?= is out of range)", Pattern.DOTALL);

    /** All that Vert.x says of a certificate that is refused: it keeps the cause to itself. */
    private static final String HANDSHAKE_FAILED = "SSL handshake failed";

    /** @param action what was tried: `write shop.orders chunk 3` */
    MillraceException of(String action, Throwable failure) {
        String problem = "Cannot " + action + " at PostgreSQL " + address + ": ";
        if (Thread.currentThread().isInterrupted()) {
            return MillraceException.interrupted("Waiting for PostgreSQL " + address);
        }
        String state = state(failure);
        if (state != null && !isOwnState(failure)) {
            return new MillraceException(
                    SqlStates.kind(state), problem + reason(failure), hint(state, failure), failure);
        }
        return unreachable(problem, failure);
    }

    private String hint(String state, Throwable failure) {
        return state.equals(SqlStates.PERMISSION_DENIED)
                ? new MissingPrivilege(address).remedy(reason(failure))
                : SqlStates.hint(state);
    }

    /** The SQLSTATE of a server's error, or of the driver's own; null where neither spoke. */
    static @Nullable String state(Throwable failure) {
        return switch (failure) {
            case PgException e -> e.getSqlState();
            case SQLException e when e.getSQLState() != null -> e.getSQLState();
            default -> null;
        };
    }

    /** Whether the server itself said that it refuses the row. */
    static boolean refusesRow(SQLException failure) {
        String state = state(failure);
        return state != null && !isOwnState(failure) && SqlStates.refusesRow(state);
    }

    /** The server's message without any row's content. */
    static String reason(Throwable failure) {
        String message =
                switch (failure) {
                    case PgException e -> e.getErrorMessage();
                    case PSQLException e when e.getServerErrorMessage() != null -> message(e.getServerErrorMessage());
                    default -> failure.getMessage();
                };
        return QUOTED_VALUE.matcher(String.valueOf(message)).replaceAll("");
    }

    private static @Nullable String message(@Nullable ServerErrorMessage error) {
        return error == null ? null : error.getMessage();
    }

    private static boolean isOwnState(Throwable failure) {
        return failure instanceof SQLException
                && !(failure instanceof PSQLException e && e.getServerErrorMessage() != null);
    }

    private MillraceException unreachable(String problem, Throwable failure) {
        Throwable root = root(failure);
        String message = String.valueOf(root.getMessage());
        return switch (root) {
            case UnknownHostException _ ->
                connection(problem + "unknown host " + address.host(), "check the host in --to", failure);
            case ConnectException _ ->
                connection(problem + message, "check that it runs there and is reachable from here", failure);
            case SSLException _, GeneralSecurityException _ -> untrusted(problem + message, failure);
            case VertxException _ when message.equals(HANDSHAKE_FAILED) -> untrusted(problem + message, failure);
            case TimeoutException _, SocketTimeoutException _ ->
                new MillraceException(
                        FailureKind.TRANSIENT,
                        problem + "no answer in time",
                        "check the server's load, and that nothing between here and there drops connections",
                        failure);
            default ->
                new MillraceException(
                        FailureKind.TRANSIENT,
                        problem + "the connection was lost (" + message + ")",
                        "check that it runs",
                        failure);
        };
    }

    private static MillraceException untrusted(String problem, Throwable failure) {
        return connection(
                problem, "check sslmode and sslrootcert in --to, and the name in the server's certificate", failure);
    }

    private static MillraceException connection(String problem, String hint, Throwable failure) {
        return new MillraceException(FailureKind.CONNECTION, problem, hint, failure);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
