package dev.millrace.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a whole run comes to: the environment and one table on stdout, and both as JSON. `Report ROWS SCOPE PROGRAM JSON`.
 */
public final class Report {

    private Report() {}

    /** The file that is kept of a run. */
    public record Run(Environment environment, List<Result> rows) {}

    public static void main(String... args) throws Exception {
        Run run = new Run(Environment.of(args[1], args[2]), Results.read(Path.of(args[0])));
        write(run, Path.of(args[3]));
        System.out.println();
        System.out.println(run.environment());
        System.out.println();
        System.out.println(Layout.head());
        run.rows().forEach(row -> System.out.println(Layout.row(row)));
    }

    private static void write(Run run, Path file) throws IOException {
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
                .writeValue(file.toFile(), run);
    }
}
