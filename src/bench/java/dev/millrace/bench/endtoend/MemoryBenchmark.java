package dev.millrace.bench.endtoend;

import dev.millrace.bench.Goal;
import dev.millrace.bench.MillraceRun;
import dev.millrace.bench.Result;
import dev.millrace.bench.Results;
import dev.millrace.bench.Scratch;
import dev.millrace.bench.Series;
import java.util.List;

/** Peak memory of a large export beside what {@code --max-memory} allows for documents. `MemoryBenchmark PROGRAM DOCUMENTS`. */
public final class MemoryBenchmark {

    private static final int BUDGET_MEGABYTES = 512;

    private MemoryBenchmark() {}

    public static void main(String... args) throws Exception {
        long documents = Long.parseLong(args[1]);
        try (Scratch scratch = Scratch.open("millrace-memory")) {
            for (String format : List.of("parquet", "jsonl")) {
                MillraceRun run = new ProgramRuns(scratch, args[0])
                        .export(
                                "generated:service-orders?count=" + documents,
                                documents,
                                format,
                                "--max-memory",
                                BUDGET_MEGABYTES + "MB");
                tell(format, Cost.of(documents, run.whole()));
            }
        }
    }

    private static void tell(String format, Cost cost) {
        String what = "peak memory, %,d orders to %s".formatted(cost.documents(), format);
        // The budget counts 1,048,576 bytes a megabyte.
        double budget = BUDGET_MEGABYTES * 1.048576;
        Results.add(Result.figure(what, Series.of(cost.peakMegabytes()), "MB")
                .cpuSeconds(cost.cpuSecondsOfAMillion())
                .peakMegabytes(cost.peakMegabytes())
                .against("--max-memory", Series.of(budget))
                .goal(Goal.atMost(Math.round(budget + 150))));
    }
}
