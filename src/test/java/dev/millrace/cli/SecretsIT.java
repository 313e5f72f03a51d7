package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.mongo.Account;
import dev.millrace.doubles.mongo.MongoDouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No password comes out on any way, however it went in and whatever failed. */
class SecretsIT {

    private static final String PASSWORD = "hunter2";
    private static final List<String> TALKATIVE = List.of("--debug", "--log-level", "debug");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--from mongodb://ops:hunter2@127.0.0.1:1/?serverSelectionTimeoutMS=300 -n a.b --to file:out",
                "--from mongodb://ops:hunter2@127.0.0.1:x/ -n a.b --to file:out",
                "--from mongodb://ops:1@hunter2/@127.0.0.1/ -n a.b --to file:out",
                "--from mongodb://ops:hunter2@no-such-host.invalid/?serverSelectionTimeoutMS=300 -n a.b --to file:out",
                "--from ops:hunter2@127.0.0.1 -n a.b --to file:out",
                "mongodb://ops:hunter2@127.0.0.1/ -n a.b --to file:out",
                "--frm=mongodb://ops:hunter2@127.0.0.1/ -n a.b --to file:out",
                "--from generated:orders?count=1 --to null: --run-store redis://:hunter2@127.0.0.1:x",
                "--from generated:orders?count=1 --to null: --run-store reddis://:hunter2@127.0.0.1"
            })
    void isSilentAboutAPasswordWhateverFails(String arguments) {
        Millrace.Result result = Millrace.in(directory)
                .run(Arguments.of("export")
                        .and(arguments.split(" "))
                        .and(TALKATIVE)
                        .all());

        assertThat(result.exitCode()).isIn(2, 3);
        assertSilent(result);
        assertThat(result.err()).containsPattern("(?m)^error: .").containsPattern("(?m)^ hint: .");
    }

    @Test
    void isSilentAboutAPasswordThatTheServerRefusesAndAboutOneThatItTakes() throws IOException {
        try (MongoDouble mongo = MongoDouble.builder()
                .account("ops", PASSWORD, Account.Role.READ)
                .start()) {
            mongo.insert("shop.orders", new BsonDocument("_id", new BsonInt32(1)));
            Files.writeString(directory.resolve("uri"), mongo.uri("ops", PASSWORD) + "\n");
            Arguments export = Arguments.of("export", "-n", "shop.orders", "--to", "file:out", "--from");

            Millrace.Result refused = Millrace.in(directory)
                    .run(export.and(mongo.uri("ops", PASSWORD + PASSWORD))
                            .and(TALKATIVE)
                            .all());
            Millrace.Result taken =
                    Millrace.in(directory).run(export.and("@uri").and(TALKATIVE).all());

            assertThat(refused.exitCode()).isEqualTo(3);
            assertThat(taken.exitCode()).as(taken.err()).isZero();
            assertSilent(refused);
            assertSilent(taken);
        }
        for (Map.Entry<String, byte[]> file : Millrace.files(directory).entrySet()) {
            if (!file.getKey().equals("uri")) {
                assertThat(new String(file.getValue(), StandardCharsets.ISO_8859_1))
                        .as(file.getKey())
                        .doesNotContain(PASSWORD);
            }
        }
    }

    private static void assertSilent(Millrace.Result result) {
        assertThat(result.out()).doesNotContain(PASSWORD);
        assertThat(result.err()).doesNotContain(PASSWORD);
    }
}
