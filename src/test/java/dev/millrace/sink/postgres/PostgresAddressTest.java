package dev.millrace.sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresAddressTest {

    @TempDir
    Path home;

    @Test
    void readsEveryPartOfAUri() {
        PostgresAddress address = parse("postgresql://ann:s%40f%2Fe+@db.example:6543/shop?sslmode=verify-full"
                + "&connect_timeout=7&application_name=move&channel_binding=require");

        assertThat(address)
                .isEqualTo(new PostgresAddress(
                        "db.example",
                        6543,
                        "shop",
                        "ann",
                        "s@f/e+",
                        TlsMode.VERIFY_FULL,
                        null,
                        "move",
                        Duration.ofSeconds(7)));
    }

    @Test
    void takesFromTheEnvironmentWhatTheUriLeavesOut() {
        PostgresAddress address = PostgresAddress.parse(
                "postgres://",
                Map.of(
                        "PGHOST",
                        "h",
                        "PGPORT",
                        "99",
                        "PGUSER",
                        "u",
                        "PGPASSWORD",
                        "p",
                        "PGDATABASE",
                        "d",
                        "PGSSLMODE",
                        "disable"),
                home);

        assertThat(address.description()).isEqualTo("postgresql://h:99/d");
        assertThat(address.user()).isEqualTo("u");
        assertThat(address.password()).isEqualTo("p");
        assertThat(address.tls()).isEqualTo(TlsMode.DISABLE);
    }

    @Test
    void usesLibpqsDefaults() {
        PostgresAddress address = parse("postgresql://bob@[::1]");

        assertThat(address.description()).isEqualTo("postgresql://[::1]:5432/bob");
        assertThat(address.tls()).isEqualTo(TlsMode.PREFER);
    }

    @Test
    void neverShowsThePassword() {
        assertThat(parse("postgresql://ann:secret@h/d").toString()).isEqualTo("postgresql://h:5432/d");
    }

    @Test
    void prefersThePasswordOfTheUriThenOfTheEnvironmentThenOfTheFile() throws IOException {
        passwordFile("rw-------", "*:*:*:*:fromFile");
        Map<String, String> environment = Map.of("PGPASSWORD", "fromEnvironment");

        assertThat(PostgresAddress.parse("postgresql://a:fromUri@h/d", environment, home)
                        .password())
                .isEqualTo("fromUri");
        assertThat(PostgresAddress.parse("postgresql://a@h/d", environment, home)
                        .password())
                .isEqualTo("fromEnvironment");
        assertThat(parse("postgresql://a@h/d").password()).isEqualTo("fromFile");
    }

    @ParameterizedTest
    @CsvSource({"h,5432,d,a,first", "h,5433,d,a,port", "[::1],5432,d,a,six:and\\more", "h,5432,x,b,''"})
    void takesTheFirstLineOfThePasswordFileThatFits(
            String host, int port, String database, String user, String password) throws IOException {
        passwordFile(
                "rw-------",
                "# comment:5432:d:a:no",
                "too:few:parts",
                "h:5432:d:a:first",
                "h:*:d:a:port",
                "\\:\\:1:5432:*:*:six:and\\\\more");

        assertThat(parse("postgresql://" + user + "@" + host + ":" + port + "/" + database)
                        .password())
                .isEqualTo(password);
    }

    @Test
    void findsThePasswordFileByItsVariable() throws IOException {
        Path file = home.resolve("other");
        Files.writeString(file, "h:5432:d:a:other\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(PostgresAddress.parse("postgresql://a@h/d", Map.of("PGPASSFILE", file.toString()), home)
                        .password())
                .isEqualTo("other");
    }

    @Test
    void refusesAPasswordFileThatOthersCanRead() throws IOException {
        passwordFile("rw-r--r--", "*:*:*:*:fromFile");

        assertUsage("postgresql://a@h/d", "can be read by others", "chmod 600");
    }

    @Test
    void checksTheCertificateWhereAnAuthorityIsNamed() throws IOException {
        Path certificate = Files.writeString(home.resolve("ca.pem"), "");

        PostgresAddress address = parse("postgresql://a@h/d?sslmode=require&sslrootcert=" + certificate);

        assertThat(address.tls()).isEqualTo(TlsMode.VERIFY_CA);
        assertThat(address.rootCertificate()).isEqualTo(certificate);
    }

    @Test
    void findsTheUsualCertificateFileUnlessTheSystemsIsAskedFor() throws IOException {
        Path usual = home.resolve(".postgresql").resolve("root.crt");
        Files.createDirectories(usual.getParent());
        Files.writeString(usual, "");

        assertThat(parse("postgresql://a@h/d?sslmode=verify-ca").rootCertificate())
                .isEqualTo(usual);
        assertThat(parse("postgresql://a@h/d?sslmode=verify-ca&sslrootcert=system")
                        .rootCertificate())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://h/d|does not start with postgresql://",
                "postgresql://a:b@h1,h2/d|several hosts",
                "postgresql://a:b@h:1,h:2/d|several hosts",
                "postgresql://%2Fvar%2Frun/d|Unix socket",
                "postgresql://a:se/cret@h/d|has an @ behind its host",
                "postgresql://a:secret%4@h/d|percent sign",
                "postgresql://a:secret@h:70000/d|not a number from 1 to 65535",
                "postgresql://a:secret@h:x/d|not a number from 1 to 65535",
                "postgresql://a:secret@h/d?ssl=true|not known: ssl",
                "postgresql://a:secret@h/d?sslcert=x|no client certificates",
                "postgresql://a:secret@h/d?sslmode=yes|sslmode=yes",
                "postgresql://a:secret@h/d?connect_timeout=soon|connect_timeout",
                "postgresql://a:secret@h/d?sslrootcert=/no/such|cannot be read"
            })
    void refusesWithoutShowingThePassword(String uri, String problem) {
        assertUsage(uri, problem, "");
    }

    private void assertUsage(String uri, String problem, String hint) {
        assertThatThrownBy(() -> parse(uri))
                .asInstanceOf(type(MillraceException.class))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.USAGE);
                    assertThat(e.problem()).contains(problem).doesNotContain("secret");
                    assertThat(e.hint()).contains(hint).isNotEmpty().doesNotContain("secret");
                });
    }

    private PostgresAddress parse(String uri) {
        return PostgresAddress.parse(uri, Map.of(), home);
    }

    private void passwordFile(String permissions, String... lines) throws IOException {
        Path file = home.resolve(".pgpass");
        Files.writeString(file, String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
