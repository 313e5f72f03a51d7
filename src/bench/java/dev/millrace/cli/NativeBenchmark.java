package dev.millrace.cli;

import static dev.millrace.Rates.median;
import static dev.millrace.Rates.spread;

import dev.millrace.doubles.PostgresServer;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.OrderDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The same commands by the native binary and by the virtual machine, in turns: export to Parquet that goes nowhere,
 * migration into PostgreSQL, a stream's snapshot into files. What counts is the whole process, from its start to its end.
 * `NativeBenchmark NATIVE JVM DOCUMENTS ROUNDS`.
 */
public final class NativeBenchmark {

    private final Path directory;
    private final List<String> programs;
    private final int documents;
    private final int rounds;
    private int runs;

    private NativeBenchmark(Path directory, List<String> programs, int documents, int rounds) {
        this.directory = directory;
        this.programs = programs;
        this.documents = documents;
        this.rounds = rounds;
    }

    public static void main(String... args) throws Exception {
        int documents = Integer.parseInt(args[2]);
        Path directory = Files.createTempDirectory("millrace-native");
        try (MongoDouble mongo = new MongoDouble().start();
                PostgresServer server = PostgresServer.start(Map.of("max_wal_size", "8GB"))) {
            mongo.load("shop.orders", OrderDocuments.of(documents));
            new NativeBenchmark(directory, List.of(args[0], args[1]), documents, Integer.parseInt(args[3]))
                    .run(mongo.uri(), server);
        } finally {
            delete(directory);
        }
    }

    private void run(String mongo, PostgresServer server) throws Exception {
        int made = documents * 4;
        compare(
                "export to Parquet, made up orders",
                made,
                target -> List.of("export", "--from", "generated:service-orders?count=" + made, "--to", "null:"));
        compare(
                "migrate to PostgreSQL",
                documents,
                target -> List.of("migrate", "--from", mongo, "-n", "shop.orders", "--to", server.database(target)));
        compare(
                "stream, a snapshot into files",
                documents,
                target -> List.of(
                        "stream",
                        "--from",
                        mongo,
                        "-n",
                        "shop.orders",
                        "--to",
                        "file:" + target,
                        "--snapshot",
                        "only",
                        "--resume-store",
                        target + "-places",
                        "--http-port",
                        "off"));
    }

    private void compare(String what, int count, Arguments arguments) throws Exception {
        double[] compiled = new double[rounds];
        double[] machine = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            compiled[round] = count / seconds(programs.getFirst(), arguments);
            machine[round] = count / seconds(programs.getLast(), arguments);
        }
        System.out.printf(
                Locale.ROOT,
                "%-58s %14.0f/s ± %2.0f%% %14.0f/s ± %2.0f%%   %6.2f   ≥ 0.80%n",
                what + ", native : JVM",
                median(compiled),
                spread(compiled),
                median(machine),
                spread(machine),
                median(compiled) / median(machine));
    }

    private double seconds(String program, Arguments arguments) throws Exception {
        String target = "run" + ++runs;
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments.into(target));
        command.addAll(List.of("--run-store", target + "-runs"));
        Path log = directory.resolve(target + ".log");
        long begin = System.nanoTime();
        int exit = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (exit != 0) {
            throw new IllegalStateException(command + " ended with " + exit + ": " + Files.readString(log));
        }
        if (Files.exists(directory.resolve(target))) {
            delete(directory.resolve(target));
        }
        return seconds;
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @FunctionalInterface
    private interface Arguments {

        List<String> into(String target) throws Exception;
    }
}
