package dev.millrace.cli;

import dev.millrace.bench.Goal;
import dev.millrace.bench.ProcessRun;
import dev.millrace.bench.Result;
import dev.millrace.bench.Results;
import dev.millrace.bench.Rounds;
import dev.millrace.bench.Scratch;
import dev.millrace.bench.Series;
import dev.millrace.doubles.PostgresServer;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.OrderDocuments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The same commands by the native binary and by the virtual machine, in turns: export to Parquet that goes nowhere,
 * migration into PostgreSQL, a stream's snapshot into files. What counts is the whole process, from its start to its end.
 * `NativeBenchmark NATIVE JVM DOCUMENTS ROUNDS`.
 */
public final class NativeBenchmark {

    private final Scratch scratch;
    private final List<String> programs;
    private final int documents;
    private final int rounds;

    private NativeBenchmark(Scratch scratch, List<String> programs, int documents, int rounds) {
        this.scratch = scratch;
        this.programs = programs;
        this.documents = documents;
        this.rounds = rounds;
    }

    public static void main(String... args) throws Exception {
        int documents = Integer.parseInt(args[2]);
        try (Scratch scratch = Scratch.open("millrace-native");
                MongoDouble mongo = new MongoDouble().start();
                PostgresServer server = PostgresServer.start(Map.of("max_wal_size", "8GB"))) {
            mongo.load("shop.orders", OrderDocuments.of(documents));
            new NativeBenchmark(scratch, List.of(args[0], args[1]), documents, Integer.parseInt(args[3]))
                    .run(mongo.uri(), server);
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
                target -> List.of("migrate", "--from", mongo, "-n", "shop.orders", "--to", server.database("target")));
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
                        scratch.fresh("places").toString(),
                        "--http-port",
                        "off"));
    }

    private void compare(String what, int count, Arguments arguments) throws Exception {
        List<List<ProcessRun>> measured = Rounds.inTurns(
                rounds, List.of(() -> run(programs.getFirst(), arguments), () -> run(programs.getLast(), arguments)));
        Series machine = Series.of(measured.getLast(), run -> count / run.seconds());
        Results.add(Result.of(what + ", native", Series.of(measured.getFirst(), run -> count / run.seconds()))
                .cpuSeconds(cpuSeconds(measured.getFirst(), count))
                .peakMegabytes(peak(measured.getFirst()))
                .against("JVM", machine)
                .goal(Goal.ratio(0.85)));
        Results.add(Result.of(what + ", JVM", machine)
                .cpuSeconds(cpuSeconds(measured.getLast(), count))
                .peakMegabytes(peak(measured.getLast())));
    }

    private static double cpuSeconds(List<ProcessRun> runs, int count) {
        return 1e6 / count * Series.of(runs, run -> run.cpuSeconds()).median();
    }

    private static double peak(List<ProcessRun> runs) {
        return Series.of(runs, run -> run.peakBytes() / 1e6).most();
    }

    private ProcessRun run(String program, Arguments arguments) throws Exception {
        Path target = scratch.fresh("target");
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments.into(target));
        command.addAll(List.of("--run-store", scratch.fresh("runs").toString()));
        ProcessRun run = ProcessRun.of(scratch.fresh("log"), command);
        Scratch.delete(target);
        return run;
    }

    @FunctionalInterface
    private interface Arguments {

        List<String> into(Path target) throws Exception;
    }
}
