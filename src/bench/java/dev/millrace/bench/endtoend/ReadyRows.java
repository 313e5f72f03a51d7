package dev.millrace.bench.endtoend;

import dev.millrace.bench.Scratch;
import dev.millrace.doubles.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows that millrace has loaded, in the server's own binary format, a file for each connection.
 *
 * @param table the statement that makes a table for them, without keys
 */
record ReadyRows(String table, List<Path> files) {

    private static final String COLUMNS = """
            SELECT string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum)
            FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attnum > 0 AND NOT attisdropped""";
    private static final int PAGE_BYTES = 8192;

    static ReadyRows of(PostgresServer server, Scratch scratch, int parts) {
        String columns = server.rows("bench", COLUMNS).getFirst();
        long pages = server.number("bench", "SELECT pg_relation_size('orders')") / PAGE_BYTES;
        List<Path> files = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            Path file = scratch.path("rows-" + part);
            String rows = "SELECT * FROM orders WHERE ctid >= '(%d,0)' AND ctid < '(%d,0)'"
                    .formatted(pages * part / parts, pages * (part + 1) / parts);
            server.execute("bench", "COPY (" + rows + ") TO '" + file + "' (FORMAT binary)");
            files.add(file);
        }
        return new ReadyRows("CREATE TABLE orders (" + columns + ")", files);
    }

    static boolean canBeCopied() {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "psql")));
    }

    /** A command that copies all files at once; it fails where one of them does. */
    List<String> copy(String database) {
        StringBuilder script = new StringBuilder();
        StringBuilder waits = new StringBuilder();
        for (int i = 0; i < files.size(); i++) {
            String copy = "\\copy orders from '" + files.get(i) + "' with (format binary)";
            script.append("psql -q '%s' -c \"%s\" & p%d=$!%n".formatted(database, copy, i));
            waits.append("wait $p%d || exit 1%n".formatted(i));
        }
        return List.of("sh", "-c", script + waits.toString());
    }
}
