package dev.millrace.sink.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL is, and who comes.
 *
 * @param password        empty where there is none
 * @param rootCertificate the file with the authorities that are trusted; null: those that Java trusts
 * @param applicationName what the URI says that the sessions are called; empty: the sink decides
 * @param connectTimeout  how long one attempt to connect may take
 */
public record PostgresAddress(
        String host,
        int port,
        String database,
        String user,
        String password,
        TlsMode tls,
        @Nullable Path rootCertificate,
        String applicationName,
        Duration connectTimeout) {

    public static final int DEFAULT_PORT = 5432;

    /** Reads a URI as libpq does, with this process's environment and home. */
    public static PostgresAddress parse(String uri) {
        return parse(uri, System.getenv(), Path.of(System.getProperty("user.home", ".")));
    }

    /**
     * Reads `postgresql://user:password@host:port/database?sslmode=…` (or `postgres://`). What it leaves out is taken
     * from PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGSSLMODE, PGSSLROOTCERT; a password also from PGPASSFILE
     * or `.pgpass` in the home directory.
     */
    public static PostgresAddress parse(String uri, Map<String, String> environment, Path home) {
        return new AddressParser(environment, home).parse(uri);
    }

    /** The URI without its secrets. */
    public String description() {
        String place = host.contains(":") ? "[" + host + "]" : host;
        return "postgresql://" + place + ":" + port + "/" + database;
    }

    /** Never with the password. */
    @Override
    public String toString() {
        return description();
    }
}
