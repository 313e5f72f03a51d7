package dev.millrace.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where benchmarks tell what they have measured: each row is shown at once on stderr, and appended as a line of JSON to
 * the file that BENCH_ROWS names. {@link Report} makes the table of these lines.
 */
public final class Results {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Results() {}

    public static void add(Result result) {
        System.err.println(Layout.row(result));
        append(Line.of(result));
    }

    /** Something that could not be measured, and why. */
    public static void leftOut(String what, String why) {
        System.err.println(what + ": left out, " + why);
        append(new Line(null, what + ": " + why, null));
    }

    /** A server that took part, with its version. */
    public static void part(String nameAndVersion) {
        append(new Line(null, null, nameAndVersion));
    }

    /** A line of the file: one of these is there. */
    record Line(
            @Nullable Result row,
            @Nullable String leftOut,
            @Nullable String part) {

        static Line of(Result row) {
            return new Line(row, null, null);
        }
    }

    static List<Line> read(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(Results::parse).toList();
    }

    private static void append(Line line) {
        @Nullable String file = System.getenv("BENCH_ROWS");
        if (file == null) {
            return;
        }
        try {
            Files.writeString(
                    Path.of(file),
                    JSON.writeValueAsString(line) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line parse(String line) {
        try {
            return JSON.readValue(line, Line.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
