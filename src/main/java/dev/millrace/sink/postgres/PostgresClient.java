package dev.millrace.sink.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.TrustManagerFactory;

/**
 * Everything but COPY: looks, creates, builds, checks. Waits for each answer, so it is made for virtual threads; safe for
 * many of them, never to be called on an event loop.
 */
public final class PostgresClient implements AutoCloseable {

    private final Vertx vertx;
    private final Pool pool;
    private final PostgresFailure failure;

    /** @param connections at a time; each is made when it is needed */
    public PostgresClient(PostgresAddress address, String applicationName, int connections) {
        vertx = Vertx.vertx();
        failure = new PostgresFailure(address);
        PoolOptions limits = new PoolOptions()
                .setMaxSize(connections)
                .setConnectionTimeout((int) address.connectTimeout().toSeconds() + 1)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS);
        pool = PgBuilder.pool()
                .connectingTo(options(address, applicationName))
                .with(limits)
                .using(vertx)
                .build();
    }

    /** One statement inside {@link #transaction}, or alone. */
    interface Statements {

        RowSet<Row> query(String sql, Object... parameters);
    }

    /** Runs one statement; parameters are `$1`, `$2` in it. */
    public RowSet<Row> query(String action, Duration patience, String sql, Object... parameters) {
        Future<RowSet<Row>> answer = parameters.length == 0
                ? pool.query(sql).execute()
                : pool.preparedQuery(sql).execute(tuple(parameters));
        return await(action, answer, patience);
    }

    /** Runs statements in one transaction, which is undone when the work throws. */
    <T> T transaction(String action, Duration patience, Function<Statements, T> work) {
        SqlConnection connection = await(action, pool.getConnection(), patience);
        boolean done = false;
        try {
            Statements statements = (sql, parameters) -> await(
                    action,
                    parameters.length == 0
                            ? connection.query(sql).execute()
                            : connection.preparedQuery(sql).execute(tuple(parameters)),
                    patience);
            statements.query("BEGIN");
            T result = work.apply(statements);
            statements.query("COMMIT");
            done = true;
            return result;
        } finally {
            release(connection, done);
        }
    }

    /** A connection whose transaction failed is not used again: to close it undoes everything, whatever state it is in. */
    private static void release(SqlConnection connection, boolean done) {
        if (!done) {
            connection.query("ROLLBACK").execute().onComplete(any -> connection.close());
        } else {
            connection.close();
        }
    }

    @Override
    public void close() {
        pool.close();
        vertx.close();
    }

    private <T> T await(String action, Future<T> answer, Duration patience) {
        try {
            var future = answer.toCompletionStage().toCompletableFuture();
            return patience.isZero() ? future.get() : future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure.of(action, e);
        } catch (TimeoutException e) {
            throw failure.of(action, e);
        } catch (ExecutionException e) {
            throw failure.of(action, e.getCause() == null ? e : e.getCause());
        }
    }

    private static Tuple tuple(Object... parameters) {
        Tuple tuple = Tuple.tuple();
        for (Object parameter : parameters) {
            tuple.addValue(parameter);
        }
        return tuple;
    }

    private static PgConnectOptions options(PostgresAddress address, String applicationName) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setDatabase(address.database())
                .setUser(address.user())
                .setPassword(address.password())
                .setSslMode(SslMode.of(address.tls().word()))
                .setConnectTimeout(Math.toIntExact(address.connectTimeout().toMillis()))
                .setTcpKeepAlive(true)
                .addProperty("application_name", applicationName);
        if (address.tls().verifies()) {
            options.setTrustOptions(trust(address));
            options.setHostnameVerificationAlgorithm(address.tls() == TlsMode.VERIFY_FULL ? "HTTPS" : "");
        } else if (address.tls() != TlsMode.DISABLE) {
            // What these modes mean: encrypted, with whoever answers.
            options.setTrustAll(true);
        }
        return options;
    }

    private static TrustOptions trust(PostgresAddress address) {
        if (address.rootCertificate() != null) {
            return new PemTrustOptions().addCertPath(address.rootCertificate().toString());
        }
        try {
            TrustManagerFactory usual = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            usual.init((KeyStore) null);
            return TrustOptions.wrap(usual.getTrustManagers()[0]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has no trusted authorities", e);
        }
    }

    /** The first column of all rows. */
    static List<String> texts(RowSet<Row> rows) {
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.getString(0)));
        return texts;
    }
}
