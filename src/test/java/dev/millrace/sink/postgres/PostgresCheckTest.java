package dev.millrace.sink.postgres;

import static dev.millrace.sink.postgres.TableRun.options;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.PostgresServer;
import dev.millrace.model.Finding;
import dev.millrace.model.Finding.Verdict;
import dev.millrace.sink.postgres.copy.CopyRules;
import dev.millrace.sink.postgres.table.ObjectIdForm;
import dev.millrace.sink.postgres.table.TableOptions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What `doctor` says of a server that lacks something. */
class PostgresCheckTest {

    private final PostgresServer server = PostgresServer.shared();
    private TableRun run;

    @BeforeEach
    void newDatabase() {
        run = new TableRun(server, "check_test");
        run.execute("DROP ROLE IF EXISTS checked");
        run.execute("CREATE ROLE checked LOGIN");
    }

    @Test
    void saysThatNobodyAnswers() {
        assertThat(check("postgresql://checked@127.0.0.1:1/check_test?sslmode=disable", "public"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.verdict()).isEqualTo(Verdict.BAD);
                    assertThat(finding.detail()).contains("Connection refused");
                    assertThat(finding.remedy()).contains("reachable from here");
                });
    }

    @Test
    void saysThatTheDatabaseIsNotThere() {
        assertThat(check(server.url("checked", "nowhere"), "public"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedy()).contains("create the database"));
    }

    @Test
    void namesTheGrantThatIsMissing() {
        run.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        run.execute("REVOKE TEMPORARY ON DATABASE check_test FROM PUBLIC");

        List<Finding> findings = check(server.url("checked", "check_test"), "public");

        assertThat(findings)
                .filteredOn(finding -> finding.verdict() == Verdict.BAD)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.detail()).isEqualTo("checked cannot create tables in the schema public");
                    assertThat(finding.remedy()).isEqualTo("GRANT CREATE ON SCHEMA \"public\" TO \"checked\"");
                });
        assertThat(findings)
                .filteredOn(finding -> finding.verdict() == Verdict.DOUBTFUL)
                .extracting(Finding::remedy)
                .containsExactly("GRANT TEMPORARY ON DATABASE \"check_test\" TO \"checked\"");
    }

    @Test
    void saysHowToMakeASchemaThatTheUserCannotMake() {
        assertThat(check(server.url("checked", "check_test"), "wanted"))
                .filteredOn(finding -> finding.verdict() == Verdict.BAD)
                .extracting(Finding::remedy)
                .containsExactly("CREATE SCHEMA \"wanted\" AUTHORIZATION \"checked\"");
    }

    @Test
    void countsTheConnectionsOfAUserWithALimit() {
        run.execute("GRANT CREATE ON SCHEMA public TO checked");
        run.execute("ALTER ROLE checked CONNECTION LIMIT 3");

        assertThat(check(server.url("checked", "check_test"), "public"))
                .filteredOn(finding -> finding.verdict() == Verdict.DOUBTFUL)
                .extracting(Finding::detail)
                .containsExactly("only 2 connections are free");
    }

    @Test
    void refusesADatabaseThatCannotHoldEveryText() {
        server.execute("DROP DATABASE IF EXISTS latin WITH (FORCE)");
        server.execute("CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");

        assertThat(check(server.url("postgres", "latin"), "public"))
                .filteredOn(finding -> finding.verdict() == Verdict.BAD)
                .extracting(Finding::detail)
                .containsExactly("the database's encoding is LATIN1, which cannot hold every text");
    }

    private List<Finding> check(String uri, String schema) {
        try (PostgresSink sink = new PostgresSink(
                PostgresAddress.parse(uri),
                options(),
                new TableOptions(schema, "", ObjectIdForm.TEXT),
                CopyRules.standard(),
                run.rejectFiles())) {
            return sink.check();
        }
    }
}
