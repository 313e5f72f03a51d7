package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments that make no sense: exit code 2, what is wrong, what to do, and no stack trace. */
class WrongArgumentsIT {

    private static final String GENERATED = "export --from generated:orders?count=1 ";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --to file:out --frmat jsonl          | --frmat                        | --help
            --to file:out --format xml           | --format: 'xml' is not known   | parquet, jsonl, bson
            --to file:out --chunk-size none      | --chunk-size: 'none' is not    | a number such as 4
            --to file:out --max-memory 5         | --max-memory: 5 B is too little | give at least
            --to file:out --limit many           | --limit                        | --help
            --to file:out --filter {a:           | --filter is not valid          | {"status": "open"}
            --to file:out --compression lz4      | --compression: 'lz4' is not    | zstd, snappy, gzip, none
            --to file:out --run-id a/b           | --run-id: 'a/b' cannot name    | letters, digits
            --to file:out --log-level loud       | --log-level: 'loud' is not     | error, warn, info, debug
            --to ftp:out                         | --to has a form that is not    | gs://bucket/prefix
            --to                                 | --to                           | --help
            """)
    void isRefusedWithProblemAndRemedy(String more, String problem, String remedy) {
        Millrace.Result result = Millrace.in(directory).run((GENERATED + more).split(" "));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.err().lines())
                .hasSize(2)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("error: ").contains(problem),
                        line -> assertThat(line).startsWith(" hint: ").contains(remedy));
        assertThat(result.out()).isEmpty();
        assertThat(Millrace.files(directory)).isEmpty();
    }

    @Test
    void isReportedAsJsonWhereThatIsAskedFor() {
        Millrace.Result result = Millrace.in(directory).run("status", "--json", "--lst");

        assertThat(result.exitCode()).isEqualTo(2);
        BsonDocument error = BsonDocument.parse(result.err());
        assertThat(error.keySet()).containsExactly("event", "kind", "problem", "hint", "exitCode");
        assertThat(error.getString("hint").getValue()).contains("--help");
    }

    @Test
    void aDirectoryForTemporaryFilesThatCannotBeUsedIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Millrace millrace = new Millrace(directory, Map.of(), List.of("-Djava.io.tmpdir=" + file), "");

        Millrace.Result result = millrace.run("export", "--from", "generated:users?count=10", "--to", "file:out");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.err())
                .contains("error: the directory for temporary files, " + file, " hint: ", "-Djava.io.tmpdir=DIR")
                .doesNotContain("\tat ");
    }
}
