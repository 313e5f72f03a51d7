package dev.millrace.sink.postgres;

import static dev.millrace.Rates.median;
import static dev.millrace.Rates.spread;

import dev.millrace.doubles.PostgresServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bson.BsonBinaryReader;
import org.bson.ByteBufNIO;
import org.bson.Document;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.io.ByteBufferBsonInput;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Loads users into PostgreSQL three ways, in turns, with as many connections each: millrace from a dump, the server's own
 * rows by binary COPY (the limit), and a straightforward loader (driver documents, COPY in text). What counts is the load
 * itself: from the first to the last chunk, without the program's start and without keys, which cost each way the same.
 * Prints rates and their ratios: `LoadBenchmark PROGRAM USERS ROUNDS`.
 */
public final class LoadBenchmark {

    private static final int CONNECTIONS = 4;
    private static final int PIECE = 1 << 16;

    private final String program;
    private final int users;
    private final Path directory;
    private final PostgresServer server;

    private LoadBenchmark(String program, int users, Path directory, PostgresServer server) {
        this.program = program;
        this.users = users;
        this.directory = directory;
        this.server = server;
    }

    public static void main(String... args) throws Exception {
        int users = Integer.parseInt(args[1]);
        int rounds = Integer.parseInt(args[2]);
        Path directory = Files.createTempDirectory("millrace-load");
        try (PostgresServer server = PostgresServer.start(Map.of("max_wal_size", "8GB", "shared_buffers", "512MB"))) {
            new LoadBenchmark(args[0], users, directory, server).run(rounds);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
            }
        }
    }

    private void run(int rounds) throws Exception {
        millrace("export", "--from", "generated:users?count=" + users, "--to", "file:dump", "--format", "bson");
        loadWithMillrace();
        List<Path> rows = keepRows();
        double[] ours = new double[rounds];
        double[] limit = new double[rounds];
        double[] plain = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            ours[round] = users / loadWithMillrace();
            limit[round] = users / copyRows(rows);
            plain[round] = users / loadPlainly();
        }
        System.out.printf(
                Locale.ROOT,
                "%-58s %14.0f/s ± %2.0f%%%n",
                "users into PostgreSQL, " + CONNECTIONS + " connections: millrace",
                median(ours),
                spread(ours));
        System.out.printf(
                Locale.ROOT,
                "%-58s %14.0f/s ± %2.0f%% %27s %6.2f   ≥ 0.45%n",
                "  : binary COPY of the same rows from files",
                median(limit),
                spread(limit),
                "",
                median(ours) / median(limit));
        System.out.printf(
                Locale.ROOT,
                "%-58s %14.0f/s ± %2.0f%% %27s %6.2f   ≥ 2%n",
                "  : driver documents, COPY in text",
                median(plain),
                spread(plain),
                "",
                median(ours) / median(plain));
    }

    /** Runs the program; the seconds from its first event to its last committed chunk. */
    private double millrace(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        command.add("--json");
        command.addAll(List.of(
                "--run-store", directory.resolve("runs-" + System.nanoTime()).toString()));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long first = 0;
        long last = 0;
        try (BufferedReader events = process.inputReader()) {
            for (String event = events.readLine(); event != null; event = events.readLine()) {
                if (event.contains("\"RunStarted\"")) {
                    first = System.nanoTime();
                } else if (event.contains("\"ChunkCommitted\"")) {
                    last = System.nanoTime();
                }
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("millrace ended with exit code " + process.exitValue());
        }
        return (last - first) / 1e9;
    }

    private double loadWithMillrace() throws Exception {
        String target = server.database("users");
        double seconds = millrace(
                "migrate",
                "--from",
                "dump:dump",
                "--to",
                target,
                "--workers",
                Integer.toString(CONNECTIONS),
                "--run-id",
                "r" + System.nanoTime());
        requireAll();
        return seconds;
    }

    /** The rows that millrace has loaded, as the server writes them itself, one file for each connection. */
    private List<Path> keepRows() throws SQLException {
        List<Path> files = new ArrayList<>();
        for (int part = 0; part < CONNECTIONS; part++) {
            Path file = directory.resolve("rows-" + part);
            server.execute(
                    "users",
                    "COPY (SELECT _id, username, email, age, _rest FROM (SELECT *, ntile(" + CONNECTIONS
                            + ") OVER () AS part FROM users) AS parted WHERE part = " + (part + 1) + ") TO '" + file
                            + "' (FORMAT binary)");
            files.add(file);
        }
        return files;
    }

    private double copyRows(List<Path> files) throws Exception {
        emptyTable();
        return inParallel(files.stream()
                .map(file -> (Callable<Long>) () -> {
                    try (Connection connection = server.connect("users");
                            InputStream rows = Files.newInputStream(file)) {
                        return connection
                                .unwrap(PGConnection.class)
                                .getCopyAPI()
                                .copyIn("COPY users FROM STDIN (FORMAT binary)", rows, PIECE);
                    }
                })
                .toList());
    }

    private double loadPlainly() throws Exception {
        emptyTable();
        byte[] dump = Files.readAllBytes(dumpFile());
        List<Integer> starts = starts(dump);
        List<Callable<Long>> loads = new ArrayList<>();
        for (int part = 0; part < CONNECTIONS; part++) {
            int from = (int) ((long) starts.size() * part / CONNECTIONS);
            int to = (int) ((long) starts.size() * (part + 1) / CONNECTIONS);
            loads.add(() -> loadPlainly(dump, starts.subList(from, to)));
        }
        return inParallel(loads);
    }

    private long loadPlainly(byte[] dump, List<Integer> starts) throws SQLException {
        DocumentCodec codec = new DocumentCodec();
        DecoderContext context = DecoderContext.builder().build();
        try (Connection connection = server.connect("users")) {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY users FROM STDIN");
            StringBuilder lines = new StringBuilder();
            for (int start : starts) {
                ByteBuffer bytes = ByteBuffer.wrap(dump, start, dump.length - start)
                        .slice()
                        .order(ByteOrder.LITTLE_ENDIAN);
                Document user;
                try (BsonBinaryReader reader = new BsonBinaryReader(new ByteBufferBsonInput(new ByteBufNIO(bytes)))) {
                    user = codec.decode(reader, context);
                }
                lines.append(user.getObjectId("_id").toHexString())
                        .append('\t')
                        .append(user.getString("username"))
                        .append('\t')
                        .append(user.getString("email"))
                        .append('\t')
                        .append(user.getInteger("age"))
                        .append("\t\\N\n");
                if (lines.length() > PIECE) {
                    byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
                    copy.writeToCopy(text, 0, text.length);
                    lines.setLength(0);
                }
            }
            byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
            copy.writeToCopy(text, 0, text.length);
            return copy.endCopy();
        }
    }

    private Path dumpFile() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("dump"))) {
            return files.filter(file -> file.toString().endsWith(".bson"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Integer> starts(byte[] dump) {
        ByteBuffer bytes = ByteBuffer.wrap(dump).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> starts = new ArrayList<>();
        for (int at = 0; at < dump.length; at += bytes.getInt(at)) {
            starts.add(at);
        }
        return starts;
    }

    private void emptyTable() {
        server.database("users");
        server.execute(
                "users", "CREATE TABLE users (_id text NOT NULL, username text, email text, age integer, _rest jsonb)");
    }

    private void requireAll() {
        if (server.number("users", "SELECT count(*) FROM users") != users) {
            throw new IllegalStateException("rows are missing");
        }
    }

    /** The seconds until the last of them has ended. */
    private double inParallel(List<Callable<Long>> loads) throws Exception {
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (Future<Long> load : threads.invokeAll(loads)) {
                load.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        requireAll();
        return seconds;
    }
}
