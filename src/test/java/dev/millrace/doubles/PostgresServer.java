package dev.millrace.doubles;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A real PostgreSQL 18 on a port of its own, which can be stopped and started again with its data. Its superuser is
 * `postgres`, and it asks nobody for a password unless {@link #demandPasswords} was called.
 */
public final class PostgresServer implements AutoCloseable {

    private static final String SUPERUSER = "postgres";

    private final Path directory;
    private final Map<String, String> settings;
    private final int port = freePort();
    private EmbeddedPostgres process;

    private PostgresServer(Map<String, String> settings) {
        this.settings = new LinkedHashMap<>(settings);
        try {
            directory = Files.createTempDirectory("millrace-postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** The server that all tests of this JVM share, started when it is first asked for; never to be stopped. */
    public static PostgresServer shared() {
        return Shared.SERVER;
    }

    /** A server of one's own; settings as in postgresql.conf. */
    public static PostgresServer start(Map<String, String> settings) {
        return new PostgresServer(settings);
    }

    public int port() {
        return port;
    }

    /** The URI of the superuser in the database `postgres`. */
    public String url() {
        return url(SUPERUSER, SUPERUSER);
    }

    public String url(String user, String database) {
        return url(user, database, port);
    }

    /** As {@link #url(String, String)}, by way of a port that leads here. */
    public String url(String user, String database, int otherPort) {
        return "postgresql://" + user + "@127.0.0.1:" + otherPort + "/" + database + "?sslmode=disable";
    }

    /** Makes an empty database, dropping one of that name, and gives its URI. */
    public String database(String name) {
        execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        execute("CREATE DATABASE " + name);
        return url(SUPERUSER, name);
    }

    /** As the superuser; the caller closes it. */
    public Connection connect(String database) {
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + SUPERUSER);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public Connection connect() {
        return connect(SUPERUSER);
    }

    public void execute(String sql) {
        execute(SUPERUSER, sql);
    }

    public void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The rows of a query; columns are joined by `|`, null is empty. */
    public List<String> rows(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    String value = result.getString(column);
                    row.add(value == null ? "" : value);
                }
                rows.add(String.join("|", row));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The one number that a query gives. */
    public long number(String database, String sql) {
        return Long.parseLong(rows(database, sql).getFirst());
    }

    /** From now on only the superuser comes in without a password. */
    public void demandPasswords() {
        String rules = "host all " + SUPERUSER + " 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n";
        try {
            Files.writeString(directory.resolve("data/pg_hba.conf"), rules, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        execute("SELECT pg_reload_conf()");
    }

    /** Starts it again, with the data that it had. */
    public void start() {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(directory.resolve("data"))
                    .setCleanDataDirectory(false)
                    .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                    .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                    .setServerConfig("fsync", "off");
            settings.forEach(builder::setServerConfig);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends every session, as a restart by its administrator does. */
    public void stop() {
        try {
            process.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        delete(directory);
    }

    private static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path emptied, IOException e) throws IOException {
                    Files.deleteIfExists(emptied);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Started by the first use of this class, stopped when the JVM ends. */
    private static final class Shared {

        static final PostgresServer SERVER = PostgresServer.start(Map.of());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }
}
