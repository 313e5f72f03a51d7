package dev.millrace.pipeline;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.bench.Goal;
import dev.millrace.bench.Result;
import dev.millrace.bench.Results;
import dev.millrace.bench.Scratch;
import dev.millrace.bench.Series;
import java.lang.management.ManagementFactory;

/** A {@link ReadyStream} to nowhere, by one thread. `StreamBenchmark EVENTS ROUNDS`. */
public final class StreamBenchmark {

    /** Events before the first that count: a stream runs for weeks, and its machine code is made in the first seconds. */
    private static final int WARM_UP = 400_000;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private StreamBenchmark() {}

    public static void main(String... args) throws Exception {
        try (Scratch scratch = Scratch.open("millrace-stream")) {
            run(new ReadyStream(scratch.root(), Integer.parseInt(args[0])), Integer.parseInt(args[1]));
        }
    }

    private static void run(ReadyStream stream, int rounds) throws Exception {
        double[] rates = new double[rounds];
        double[] busy = new double[rounds];
        for (int events = 0; events < WARM_UP; events += stream.size()) {
            stream.through(new Nowhere());
        }
        for (int round = 0; round < rounds; round++) {
            long before = PROCESS.getProcessCpuTime();
            rates[round] = stream.through(new Nowhere());
            busy[round] = stream.size() / ((PROCESS.getProcessCpuTime() - before) / 1e9);
        }
        Results.add(Result.of("a whole stream to nowhere, one thread", Series.of(rates)));
        Results.add(Result.of("    of processor time, that of collecting garbage included", Series.of(busy))
                .goal(Goal.rate(80_000)));
        // Cores of rented machines are shared with others, whose work slows a round down and never speeds one up.
        Results.add(Result.of(
                "    its best round, on a core that nobody else used",
                Series.of(Series.of(rates).most())));
    }
}
