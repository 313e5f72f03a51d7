package dev.millrace.bench.endtoend;

import dev.millrace.bench.Goal;
import dev.millrace.bench.Result;
import dev.millrace.bench.Results;
import dev.millrace.bench.Rounds;
import dev.millrace.bench.Scratch;
import dev.millrace.bench.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * What more workers, more documents and more chunks cost: exports of made-up orders to nowhere, so that there is nothing to wait
 * for. `ScalingBenchmark PROGRAM MOST_DOCUMENTS ROUNDS`.
 */
public final class ScalingBenchmark {

    private static final int FEWEST = 10_000;
    private static final int MOST_CHUNKS = 1_000;

    private final ProgramRuns runs;
    private final int rounds;

    private ScalingBenchmark(ProgramRuns runs, int rounds) {
        this.runs = runs;
        this.rounds = rounds;
    }

    public static void main(String... args) throws Exception {
        int most = Integer.parseInt(args[1]);
        try (Scratch scratch = Scratch.open("millrace-scaling")) {
            ScalingBenchmark benchmark =
                    new ScalingBenchmark(new ProgramRuns(scratch, args[0]), Integer.parseInt(args[2]));
            benchmark.workers(most / 10, "jsonl");
            benchmark.workers(most / 10, "parquet");
            benchmark.documents(most);
            benchmark.chunks(most / 10);
        }
    }

    private void workers(int documents, String format) throws Exception {
        List<List<Cost>> costs = Rounds.inTurns(
                rounds,
                List.of(export(documents, format, "--workers", "2"), export(documents, format, "--workers", "1")));
        String what = String.format(Locale.ROOT, "%,d orders as %s, 2 workers", documents, format);
        Results.add(row(what, costs.getFirst(), Series.of(costs.getFirst(), Cost::rate))
                .against("1 worker", Series.of(costs.getLast(), Cost::rate))
                .goal(Goal.ratio(1.8)));
    }

    private void documents(int most) throws Exception {
        List<String> names = new ArrayList<>();
        List<Callable<Cost>> runs = new ArrayList<>();
        for (int documents = most; documents >= FEWEST; documents /= 10) {
            names.add(String.format(Locale.ROOT, "%,d orders", documents));
            runs.add(export(documents, "jsonl"));
        }
        compare(names, runs);
    }

    private void chunks(int documents) throws Exception {
        List<String> names = new ArrayList<>();
        List<Callable<Cost>> runs = new ArrayList<>();
        for (int chunks = 1; chunks <= MOST_CHUNKS; chunks *= 10) {
            names.add(String.format(Locale.ROOT, "%,d orders in chunks: %,d", documents, chunks));
            runs.add(export(documents, "jsonl", "--chunk-size", Integer.toString(documents / chunks)));
        }
        compare(names, runs);
    }

    /** Each of them with the first, by processor time without that of the program's start: of an export of one document. */
    private void compare(List<String> names, List<Callable<Cost>> runs) throws Exception {
        List<Callable<Cost>> all = new ArrayList<>(runs);
        all.add(export(1, "jsonl"));
        List<List<Cost>> measured = Rounds.inTurns(rounds, all);
        double start = Cost.median(measured.removeLast(), Cost::cpuSeconds);
        List<List<Cost>> costs = measured.stream()
                .map(each -> each.stream().map(cost -> cost.without(start)).toList())
                .toList();
        Series first = Series.of(costs.getFirst(), Cost::perCore);
        for (int i = 0; i < costs.size(); i++) {
            Results.add(row(names.get(i) + ", a core", costs.get(i), Series.of(costs.get(i), Cost::perCore))
                    .against(names.getFirst(), first));
        }
    }

    private Callable<Cost> export(int documents, String format, String... more) {
        String from = "generated:service-orders?count=" + documents;
        return () ->
                Cost.of(documents, runs.export(from, documents, format, more).whole());
    }

    private static Result row(String what, List<Cost> costs, Series rates) {
        return Result.of(what, rates)
                .cpuSeconds(Cost.median(costs, Cost::cpuSecondsOfAMillion))
                .peakMegabytes(Series.of(costs, Cost::peakMegabytes).most());
    }
}
