package dev.millrace.cli;

import dev.millrace.model.RequestUnits;
import dev.millrace.observe.RunSummary;
import dev.millrace.state.FailedChunk;
import dev.millrace.state.RunProgress;
import java.io.PrintWriter;

/** Tells what came of a run, in a few aligned lines. */
final class SummaryView {

    private static final int FAILURES_SHOWN = 20;

    private SummaryView() {}

    static void print(RunSummary summary, SummaryWords words, PrintWriter out) {
        RunProgress progress = summary.progress();
        out.println(headline(summary));
        line(out, "read", Amounts.exact(summary.read()) + " documents, " + Amounts.bytes(progress.sourceBytes()));
        line(
                out,
                words.written(),
                Amounts.exact(progress.written()) + " documents, " + Amounts.bytes(progress.targetBytes()));
        line(out, words.rejected(), Amounts.exact(progress.rejected()));
        line(
                out,
                "chunks",
                progress.done() + " of " + progress.chunks()
                        + (progress.failed() > 0 ? ", " + progress.failed() + " failed" : ""));
        double seconds = summary.took().toMillis() / 1000.0;
        if (seconds > 0) {
            line(
                    out,
                    "took",
                    Amounts.time(summary.took())
                            + (summary.retries() > 0 ? ", " + summary.retries() + " retries" : ""));
        }
        if (summary.requestUnits().isAny()) {
            units(out, summary.requestUnits());
        }
        summary.notes().forEach(note -> line(out, "note", note));
        summary.failures().stream().limit(FAILURES_SHOWN).forEach(failure -> print(failure, out));
        if (summary.failures().size() > FAILURES_SHOWN) {
            line(
                    out,
                    "",
                    "… and " + (summary.failures().size() - FAILURES_SHOWN) + " more; `millrace status` lists all");
        }
        out.flush();
    }

    private static void units(PrintWriter out, RequestUnits spent) {
        String how = spent.measured() == 0
                ? ", not measured: the service did not tell"
                : ", by the charge of " + Amounts.exact(spent.measured()) + " of " + Amounts.exact(spent.requests())
                        + " requests";
        line(out, "RU", Amounts.exact(Math.round(spent.units())) + how);
        if (spent.throttles() > 0) {
            line(
                    out,
                    "throttled",
                    Amounts.time(spent.throttled()) + ", " + Amounts.exact(spent.throttles()) + " refusals");
        }
    }

    private static String headline(RunSummary summary) {
        String run = "run " + summary.progress().runId();
        return switch (summary.outcome()) {
            case DONE -> run + " is done";
            case ALREADY_DONE -> run + " was done already; --restart does it again";
            case DIFFERENT -> run + " found differences";
            case INCOMPLETE ->
                run + " has moved every document, but not all of the rest; the same command tries it again";
            case FAILED -> run + " has failed chunks; the same command tries them again";
            case INTERRUPTED -> run + " was interrupted; the same command resumes it";
        };
    }

    private static void print(FailedChunk failure, PrintWriter out) {
        line(out, "failed", failure.chunk() + ": " + failure.reason());
    }

    private static void line(PrintWriter out, String what, String value) {
        out.println(String.format("  %-9s %s", what, value).stripTrailing());
    }
}
