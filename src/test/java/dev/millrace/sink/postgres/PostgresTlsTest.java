package dev.millrace.sink.postgres;

import static dev.millrace.sink.postgres.TableRun.chunk;
import static dev.millrace.sink.postgres.TableRun.options;
import static dev.millrace.sink.postgres.TableRun.people;
import static dev.millrace.sink.postgres.TableRun.plan;
import static dev.millrace.sink.postgres.TableRun.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.millrace.doubles.PostgresServer;
import dev.millrace.doubles.ServerCertificate;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.ChunkWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS and passwords, by both clients: one prepares, the other copies. */
class PostgresTlsTest {

    @TempDir
    static Path directory;

    private static PostgresServer server;
    private static ServerCertificate certificate;

    private TableRun run;

    @BeforeAll
    static void start() {
        certificate = ServerCertificate.make(directory);
        server = PostgresServer.start(Map.of(
                "ssl",
                "on",
                "ssl_cert_file",
                certificate.certificate().toString(),
                "ssl_key_file",
                certificate.key().toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newDatabase() {
        run = new TableRun(server, "tls_test");
    }

    @ParameterizedTest
    @CsvSource({"disable,f", "prefer,t", "require,t", "verify-ca,t", "verify-full,t"})
    void encryptsAsTheModeSays(String mode, String encrypted) {
        try (PostgresSink sink = run.sink(uri("localhost", mode, true), options())) {
            sink.prepare(plan("r1"));
            try (ChunkWriter writer = sink.open(chunk(0))) {
                writer.write(people(0, 3));

                assertThat(run.rows("SELECT DISTINCT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)"
                                + " WHERE a.application_name LIKE 'millrace%'"))
                        .containsExactly(encrypted);
                writer.commit();
            }
        }
        assertThat(run.count()).isEqualTo(3);
    }

    @Test
    void refusesACertificateOfAnotherName() {
        assertRefused(uri("127.0.0.1", "verify-full", true));
    }

    @Test
    void takesACertificateOfAnotherNameWhereOnlyItsAuthorityIsToBeChecked() {
        try (PostgresSink sink = run.sink(uri("127.0.0.1", "verify-ca", true), options())) {
            sink.prepare(plan("r1"));

            write(sink, 0, people(0, 3));
        }
        assertThat(run.count()).isEqualTo(3);
    }

    @Test
    void refusesACertificateThatNobodyTrusts() {
        assertRefused(uri("localhost", "verify-full", false));
    }

    @Test
    void comesInWithAPasswordAndNotWithAWrongOne() {
        run.execute("DROP ROLE IF EXISTS locked");
        run.execute("CREATE ROLE locked LOGIN PASSWORD 's@cret'");
        run.execute("GRANT ALL ON SCHEMA public TO locked");
        server.demandPasswords();
        String place = "@localhost:" + server.port() + "/tls_test?sslmode=require";

        try (PostgresSink sink = run.sink("postgresql://locked:s%40cret" + place, options())) {
            sink.prepare(plan("r1"));
            write(sink, 0, people(0, 3));
        }

        assertThat(run.count()).isEqualTo(3);
        assertThatThrownBy(() -> prepare("postgresql://locked:wrong" + place))
                .asInstanceOf(type(MillraceException.class))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.PERMISSION);
                    assertThat(e.problem())
                            .contains("password authentication failed")
                            .doesNotContain("wrong");
                    assertThat(e.hint()).contains("PGPASSWORD");
                });
    }

    private void assertRefused(String uri) {
        assertThatThrownBy(() -> prepare(uri))
                .asInstanceOf(type(MillraceException.class))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.CONNECTION);
                    assertThat(e.hint()).contains("sslrootcert");
                });
    }

    private void prepare(String uri) {
        try (PostgresSink sink = run.sink(uri, options())) {
            sink.prepare(plan("r2"));
        }
    }

    private String uri(String host, String mode, boolean trusted) {
        return "postgresql://postgres@" + host + ":" + server.port() + "/tls_test?sslmode=" + mode
                + (trusted ? "&sslrootcert=" + certificate.certificate() : "&sslrootcert=system");
    }
}
