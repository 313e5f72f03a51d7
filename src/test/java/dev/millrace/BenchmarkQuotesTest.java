package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/** Each measured number that README quotes stands in the reference run that it names, which is the latest. */
class BenchmarkQuotesTest {

    private static final Path RUNS = Path.of("src/bench/results");
    private static final Pattern RUN = Pattern.compile("`src/bench/results/([^`]+\\.json)`");
    private static final Pattern ROW = Pattern.compile("^\\| (.+) \\|$", Pattern.MULTILINE);

    @Test
    void readmeQuotesTheReferenceRun() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf("\n## Benchmarks\n");
        String section = readme.substring(start, readme.indexOf("\n## ", start + 1));
        List<String> named = RUN.matcher(section)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();

        assertThat(named).hasSize(1);
        assertThat(newest()).isEqualTo(named.getFirst());
        List<String> measured = rows(named.getFirst());
        // Below the table's head and its rule.
        assertThat(ROW.matcher(section).results().map(MatchResult::group).skip(2))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(measured).contains(row));
    }

    private static String newest() throws IOException {
        try (var files = Files.list(RUNS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .max(String::compareTo)
                    .orElseThrow();
        }
    }

    /** Rows of the run as README's table has them. */
    private static List<String> rows(String run) throws IOException {
        return BsonDocument.parse(Files.readString(RUNS.resolve(run))).getArray("rows").stream()
                .map(BsonValue::asDocument)
                .filter(row -> row.containsKey("ratio"))
                .map(row -> "| %s | %s | %s | %s | %s |"
                        .formatted(
                                row.getString("what").getValue().strip(),
                                rate(row, "rate"),
                                row.getString("limit", new BsonString("")).getValue(),
                                rate(row, "limitRate"),
                                String.format(Locale.ROOT, "%.2f", number(row, "ratio"))))
                .toList();
    }

    private static String rate(BsonDocument row, String field) {
        String unit = row.getString("unit").getValue();
        return String.format(Locale.ROOT, unit.equals("/s") ? "%,.0f/s" : "%,.1f " + unit, number(row, field));
    }

    private static double number(BsonDocument row, String field) {
        return row.getNumber(field).doubleValue();
    }
}
