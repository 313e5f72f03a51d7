package dev.millrace.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a whole run comes to: the environment and one table on stdout, and both as JSON. `Report ROWS SCOPE PROGRAM JSON`.
 */
public final class Report {

    private Report() {}

    /**
     * The file that is kept of a run.
     *
     * @param leftOut what could not be measured, and why
     */
    public record Run(Environment environment, List<Result> rows, List<String> leftOut) {}

    public static void main(String... args) throws Exception {
        List<Results.Line> lines = Results.read(Path.of(args[0]));
        Run run = new Run(
                Environment.of(args[1], args[2], each(lines, Results.Line::part)),
                each(lines, Results.Line::row),
                each(lines, Results.Line::leftOut));
        write(run, Path.of(args[3]));
        System.out.println();
        System.out.println(run.environment());
        System.out.println();
        System.out.println(Layout.head());
        run.rows().forEach(row -> System.out.println(Layout.row(row)));
        run.leftOut().forEach(what -> System.out.println("left out: " + what));
    }

    private static <T> List<T> each(List<Results.Line> lines, Function<Results.Line, @Nullable T> field) {
        return lines.stream().map(field).filter(Objects::nonNull).distinct().toList();
    }

    private static void write(Run run, Path file) throws IOException {
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
                .writeValue(file.toFile(), run);
    }
}
