package dev.millrace.bench.endtoend;

import dev.millrace.bench.Goal;
import dev.millrace.bench.ProcessRun;
import dev.millrace.bench.Result;
import dev.millrace.bench.Results;
import dev.millrace.bench.Rounds;
import dev.millrace.bench.Scratch;
import dev.millrace.bench.Series;
import dev.millrace.bench.limit.DriverScan;
import dev.millrace.bench.limit.SocketScan;
import dev.millrace.bench.naive.NaiveJsonLines;
import dev.millrace.bench.naive.NaiveParquet;
import dev.millrace.sink.object.parquet.ReadyParquet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Exports from the replay source to nowhere by the command line, for each kind of documents as BSON, as JSON Lines and as Parquet; beside
 * them raw scans of the same source, the Parquet writer alone, and what one writes in an afternoon. Programs are whole
 * processes; limits measure themselves when they are warm. `ExportBenchmark PROGRAM MEGABYTES ROUNDS KIND...`.
 */
public final class ExportBenchmark {

    private static final int WARMUPS = 2;
    private static final int CHUNKS = 16;
    private static final int ROW_GROUP_MEGABYTES = 24;

    private final Scratch scratch;
    private final String program;
    private final int rounds;
    private final DocumentKind kind;
    private final Replay source;

    private ExportBenchmark(Scratch scratch, String program, int rounds, DocumentKind kind, Replay source) {
        this.scratch = scratch;
        this.program = program;
        this.rounds = rounds;
        this.kind = kind;
        this.source = source;
    }

    public static void main(String... args) throws Exception {
        int megabytes = Integer.parseInt(args[1]);
        for (String name : List.of(args).subList(3, args.length)) {
            DocumentKind kind = DocumentKind.valueOf(name);
            try (Scratch scratch = Scratch.open("millrace-export");
                    Replay source = Replay.start(kind, kind.count(megabytes))) {
                ExportBenchmark benchmark =
                        new ExportBenchmark(scratch, args[0], Integer.parseInt(args[2]), kind, source);
                benchmark.scans();
                benchmark.dump();
                benchmark.jsonLines();
                benchmark.parquet(megabytes);
            }
        }
    }

    private void scans() throws Exception {
        List<List<Cost>> costs = Rounds.inTurns(rounds, List.of(driverScan(), socketScan()));
        long average = Math.round(1e6 * source.megabytes() / source.documents());
        String what = "raw scan of %s (%,d bytes), the driver, a core".formatted(kind.size, average);
        Results.add(row(what, costs.getFirst(), perCore(costs.getFirst()))
                .against("socket reader, a core", perCore(costs.getLast())));
    }

    private Callable<Cost> driverScan() {
        return () -> Cost.measured(java(DriverScan.class, source.uri(), WARMUPS));
    }

    private Callable<Cost> socketScan() {
        return () -> Cost.measured(java(SocketScan.class, source.uri(), source.documents(), WARMUPS));
    }

    /** As mongodump writes it: nothing is converted. */
    private void dump() throws Exception {
        List<List<Cost>> costs = Rounds.inTurns(rounds, List.of(export("bson"), driverScan()));
        List<Cost> ours = costs.getFirst();
        Results.add(row("export " + kind.size + " as BSON, a core", ours, perCore(ours))
                .against("driver's raw scan, a core", perCore(costs.getLast())));
    }

    private void jsonLines() throws Exception {
        List<List<Cost>> costs =
                Rounds.inTurns(rounds, List.of(export("jsonl"), driverScan(), naive(NaiveJsonLines.class)));
        String what = "export " + kind.size + " as JSON Lines";
        tell(what, costs, "driver's raw scan, a core", kind == DocumentKind.NESTED ? Goal.megabytes(250) : null, null);
    }

    private void parquet(int megabytes) throws Exception {
        String rows = kind.generated(kind.count(ROW_GROUP_MEGABYTES));
        int files = Math.max(3, megabytes / ROW_GROUP_MEGABYTES / 4);
        Callable<Cost> writer = () -> Cost.measured(java(ReadyParquet.class, rows, files, WARMUPS));
        List<List<Cost>> costs = Rounds.inTurns(rounds, List.of(export("parquet"), writer, naive(NaiveParquet.class)));
        boolean aim = kind == DocumentKind.NESTED;
        tell(
                "export " + kind.size + " as Parquet zstd",
                costs,
                "writer, ready values, a core",
                aim ? Goal.ratio(0.75) : null,
                aim ? Goal.ratio(8) : null);
    }

    /** Three rows: by the clock, and of a core against the limit and against the naive program. */
    private void tell(
            String what, List<List<Cost>> costs, String limit, @Nullable Goal goal, @Nullable Goal naiveGoal) {
        List<Cost> ours = costs.get(0);
        List<Cost> naive = costs.get(2);
        Results.add(row(what, ours, Series.of(ours, Cost::rate))
                .against("naive, one thread", Series.of(naive, Cost::rate)));
        Results.add(row("    a core", ours, perCore(ours))
                .against(limit, perCore(costs.get(1)))
                .goal(goal));
        Results.add(row("    a core", ours, perCore(ours))
                .against("naive, a core", perCore(naive))
                .goal(naiveGoal));
    }

    private Result row(String what, List<Cost> costs, Series rates) {
        return Cost.row(what, costs, rates, source);
    }

    private static Series perCore(List<Cost> costs) {
        return Series.of(costs, Cost::perCore);
    }

    private Callable<Cost> export(String format) {
        String chunk = Integer.toString(Math.max(1, source.documents() / CHUNKS));
        return () -> Cost.of(
                source.documents(),
                new ProgramRuns(scratch, program)
                        .export(source.uri(), source.documents(), format, "-n", "shop.orders", "--chunk-size", chunk)
                        .whole());
    }

    private Callable<Cost> naive(Class<?> main) {
        return () -> Cost.of(source.documents(), java(main, source.uri()));
    }

    private ProcessRun java(Class<?> main, Object... arguments) throws Exception {
        return ProcessRun.of(scratch.fresh("log"), JavaCommand.of(main, arguments));
    }
}
