package dev.millrace.bench.endtoend;

import dev.millrace.bench.MillraceRun;
import dev.millrace.bench.ProcessRun;
import dev.millrace.bench.Result;
import dev.millrace.bench.Series;
import dev.millrace.bench.limit.Measured;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What moving some documents took. */
record Cost(long documents, double seconds, double cpuSeconds, double peakMegabytes) {

    /** The whole process, its start included. */
    static Cost of(long documents, ProcessRun run) {
        return new Cost(documents, run.seconds(), run.cpuSeconds(), run.peakBytes() / 1e6);
    }

    /** The time in which chunks were moved, and the processor time of the whole process. */
    static Cost moving(long documents, MillraceRun run) {
        return new Cost(
                documents, run.moving(), run.whole().cpuSeconds(), run.whole().peakBytes() / 1e6);
    }

    /** What a limit tells of itself. */
    static Cost measured(ProcessRun run) {
        Measured measured = Measured.parse(run.output());
        return new Cost(measured.documents(), measured.seconds(), measured.cpuSeconds(), run.peakBytes() / 1e6);
    }

    /** Without the processor time that the program's start has taken. */
    Cost without(double startSeconds) {
        return new Cost(documents, seconds, Math.max(0.01, cpuSeconds - startSeconds), peakMegabytes);
    }

    double rate() {
        return documents / seconds;
    }

    /** Documents a second of processor time. */
    double perCore() {
        return documents / cpuSeconds;
    }

    double cpuSecondsOfAMillion() {
        return 1e6 * cpuSeconds / documents;
    }

    /** A row with all that is known of moving a source's documents. */
    static Result row(String what, List<Cost> costs, Series rates, Replay source) {
        return Result.of(what, rates)
                .megabytes(rates.median() * source.megabytes() / source.documents())
                .cpuSeconds(median(costs, Cost::cpuSecondsOfAMillion))
                .peakMegabytes(Series.of(costs, Cost::peakMegabytes).most());
    }

    static double median(List<Cost> costs, ToDoubleFunction<Cost> figure) {
        return Series.of(costs, figure).median();
    }
}
