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
        @Nullable String file = System.getenv("BENCH_ROWS");
        if (file != null) {
            append(Path.of(file), result);
        }
    }

    /** Something that could not be measured, and why. */
    public static void leftOut(String what, String why) {
        System.err.println(what + ": left out, " + why);
    }

    static List<Result> read(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(Results::parse).toList();
    }

    private static void append(Path file, Result result) {
        try {
            Files.writeString(
                    file, JSON.writeValueAsString(result) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Result parse(String line) {
        try {
            return JSON.readValue(line, Result.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
