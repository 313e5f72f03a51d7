package dev.millrace.sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

class PostgresFailureTest {

    private final PostgresFailure failure =
            new PostgresFailure(PostgresAddress.parse("postgresql://ann:secret@h/d", Map.of(), Path.of("none")));

    @ParameterizedTest
    @CsvSource({
        "28P01, PERMISSION",
        "42501, PERMISSION",
        "3D000, NOT_FOUND",
        "42P01, NOT_FOUND",
        "42703, FAILED",
        "53100, NO_SPACE",
        "53300, TRANSIENT",
        "55P03, TRANSIENT",
        "57P01, TRANSIENT",
        "57P03, TRANSIENT",
        "40P01, TRANSIENT",
        "08006, TRANSIENT",
        "25006, TRANSIENT",
        "23505, DATA",
        "XX001, FAILED"
    })
    void isOfTheSameKindFromBothClients(String state, FailureKind kind) {
        assertThat(failure.of("write", server(state, "reason")).kind()).isEqualTo(kind);
        assertThat(failure.of("write", new PgException("reason", "ERROR", state, "detail"))
                        .kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "22021, true",
        "23514, true",
        "54000, true",
        "P0001, true",
        "22P04, false",
        "53100, false",
        "42703, false"
    })
    void tellsARefusedRowFromAFailure(String state, boolean refusesRow) {
        assertThat(PostgresFailure.refusesRow(server(state, "reason"))).isEqualTo(refusesRow);
    }

    @Test
    void doesNotTakeTheDriversOwnErrorForTheServers() {
        assertThat(PostgresFailure.refusesRow(new PSQLException("own", PSQLState.NUMERIC_VALUE_OUT_OF_RANGE)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "invalid input syntax for type integer: \"hush\"|invalid input syntax for type integer",
                "value \"hush\" is out of range for type integer|value is out of range for type integer",
                "invalid byte sequence for encoding \"UTF8\": 0x00|invalid byte sequence for encoding \"UTF8\": 0x00",
                "duplicate key value violates unique constraint \"k\"|duplicate key value violates unique constraint \"k\""
            })
    void cutsOffTheValueThatAMessageQuotes(String message, String reason) {
        assertThat(PostgresFailure.reason(server("22P02", message))).isEqualTo(reason);
        assertThat(PostgresFailure.reason(new PgException(message, "ERROR", "22P02", "hush")))
                .isEqualTo(reason);
    }

    @Test
    void namesActionServerAndReasonButNoSecretAndNoDetail() {
        MillraceException told = failure.of("write app.people chunk 1", server("53100", "could not extend file"));

        assertThat(told.problem())
                .isEqualTo(
                        "Cannot write app.people chunk 1 at PostgreSQL postgresql://h:5432/d: could not extend file");
        assertThat(told.hint()).contains("make room");
    }

    @Test
    void callsAServerThatCannotBeReachedAMatterOfConnection() {
        for (Exception cause : new Exception[] {
            new UnknownHostException("h"), new ConnectException("refused"), new SSLHandshakeException("no trust")
        }) {
            PSQLException own =
                    new PSQLException("The connection attempt failed.", PSQLState.CONNECTION_UNABLE_TO_CONNECT, cause);

            assertThat(failure.of("connect", own).kind()).isEqualTo(FailureKind.CONNECTION);
            assertThat(failure.of("connect", own).hint()).isNotEmpty();
        }
    }

    @Test
    void callsSilenceTransient() {
        assertThat(failure.of("connect", new TimeoutException()).kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void saysThatItWasInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThat(failure.of("write", server("57014", "canceling")).kind()).isEqualTo(FailureKind.INTERRUPTED);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** As the server sends it: fields with a letter in front, ended by NUL. */
    private static PSQLException server(String state, String message) {
        return new PSQLException(new ServerErrorMessage("SERROR\0C" + state + "\0M" + message
                + "\0DKey (_id)=(hush) exists.\0WCOPY people, line 1: \"hush\"\0"));
    }
}
