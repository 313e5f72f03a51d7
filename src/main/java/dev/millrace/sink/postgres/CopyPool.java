package dev.millrace.sink.postgres;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** The connections for COPY, which the reactive client does not speak. Safe for use by many threads. */
final class CopyPool implements AutoCloseable {

    private static final int VALIDATION_SECONDS = 10;

    private final AgroalDataSource pool;
    private final PostgresFailure failure;
    private final String settings;

    CopyPool(PostgresAddress address, String applicationName, PostgresOptions options) {
        failure = new PostgresFailure(address);
        settings = settings(options);
        AgroalConnectionPoolConfigurationSupplier limits = new AgroalConnectionPoolConfigurationSupplier()
                .maxSize(options.connections())
                .acquisitionTimeout(address.connectTimeout().plusSeconds(VALIDATION_SECONDS))
                // A server that was restarted has ended every session; a chunk should not fail for that.
                .validateOnBorrow(true)
                .connectionValidator(ConnectionValidator.defaultValidatorWithTimeout(VALIDATION_SECONDS))
                .exceptionSorter(new PostgreSQLExceptionSorter())
                .connectionFactoryConfiguration(factory(address, applicationName, options));
        try {
            pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(limits)
                    .metricsEnabled(false));
        } catch (SQLException e) {
            throw failure.of("connect", e);
        }
    }

    /**
     * A connection with a transaction begun; to close it gives it back.
     *
     * @param mark a statement that the transaction begins with
     */
    Session begin(String action, String mark) {
        Session session;
        try {
            session = new Session(pool.getConnection());
        } catch (SQLException e) {
            throw failure.of(action, e);
        }
        try {
            session.connection().setAutoCommit(false);
            session.execute(settings + "; " + mark);
            return session;
        } catch (SQLException e) {
            session.close();
            throw failure.of(action, e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /**
     * For one transaction each, so that a pooler between here and the server does not carry them to others.
     *
     * <p>The one commit of a chunk waits for the disk, whatever the server's default: the run store will believe that the
     * chunk is done. Without the wait a crash of the server would lose its last moments, rows and ledger alike, which a
     * run that has gone on meanwhile could only find out at its end; the wait is one flush for a whole chunk.
     */
    private static String settings(PostgresOptions options) {
        return "SET LOCAL synchronous_commit = on; SET LOCAL statement_timeout = "
                + options.statementTimeout().toMillis() + "; SET LOCAL lock_timeout = "
                + options.lockTimeout().toMillis()
                // A constraint that is only checked at the end would refuse the whole chunk for one row.
                + "; SET CONSTRAINTS ALL IMMEDIATE";
    }

    private static AgroalConnectionFactoryConfigurationSupplier factory(
            PostgresAddress address, String applicationName, PostgresOptions options) {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        AgroalConnectionFactoryConfigurationSupplier factory = new AgroalConnectionFactoryConfigurationSupplier()
                .connectionProviderClass(Driver.class)
                .jdbcUrl("jdbc:postgresql://" + host + ":" + address.port() + "/" + encoded(address.database()))
                .principal(new NamePrincipal(address.user()))
                .credential(new SimplePassword(address.password()))
                .jdbcProperty(PGProperty.APPLICATION_NAME.getName(), applicationName)
                .jdbcProperty(PGProperty.SSL_MODE.getName(), address.tls().word())
                .jdbcProperty(PGProperty.GSS_ENC_MODE.getName(), "disable")
                .jdbcProperty(PGProperty.CONNECT_TIMEOUT.getName(), seconds(address.connectTimeout()))
                .jdbcProperty(PGProperty.LOGIN_TIMEOUT.getName(), seconds(address.connectTimeout()))
                .jdbcProperty(PGProperty.SOCKET_TIMEOUT.getName(), seconds(options.socketTimeout()))
                .jdbcProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true")
                .jdbcProperty(PGProperty.AUTOSAVE.getName(), "never")
                // Named statements do not survive poolers, and each of ours runs once a chunk.
                .jdbcProperty(PGProperty.PREPARE_THRESHOLD.getName(), "0")
                .jdbcProperty(PGProperty.LOG_SERVER_ERROR_DETAIL.getName(), "false");
        if (address.rootCertificate() != null) {
            factory.jdbcProperty(
                    PGProperty.SSL_ROOT_CERT.getName(),
                    address.rootCertificate().toString());
        } else if (address.tls().verifies()) {
            factory.jdbcProperty(PGProperty.SSL_FACTORY.getName(), "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        return factory;
    }

    private static String encoded(String database) {
        return URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.isZero() ? 0 : Math.max(1, duration.toSeconds()));
    }
}
