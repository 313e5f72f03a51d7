package dev.millrace.cli;

import dev.millrace.observe.RunEvent;
import dev.millrace.state.RunProgress;
import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Shows a run to a person: one line that renews itself on a terminal, a plain line every few seconds elsewhere, and a
 * line for whatever goes wrong. Writes to standard error. Safe for use by many threads.
 */
final class ProgressView implements Consumer<RunEvent> {

    /** Elsewhere than on a terminal a line is written at the first and then at every so many ticks. */
    private static final int TICKS_A_LINE = 10;

    private static final String ERASE = "\r\u001b[2K";

    private static final String RED = "\u001b[31m";
    private static final String USUAL = "\u001b[0m";

    private final PrintWriter err;
    private final Terminal terminal;
    private String live = "";
    private int ticks;

    ProgressView(PrintWriter err, Terminal terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public synchronized void accept(RunEvent event) {
        switch (event) {
            case RunEvent.RunStarted e -> line(started(e));
            case RunEvent.ProgressMade e -> progress(withOwn(e));
            case RunEvent.ChunkRetried e ->
                line("retry  " + e.chunk() + ", try " + (e.attempt() + 1) + " in " + Amounts.time(e.delay()) + ": "
                        + e.problem());
            case RunEvent.ChunkFailed e ->
                line("failed " + e.chunk() + ": " + e.problem() + (e.hint().isEmpty() ? "" : " (" + e.hint() + ")"));
            case RunEvent.ProcessReplaced e ->
                line("died   process " + e.pid() + ", exit code " + e.exitCode() + "; another takes its place");
            case RunEvent.LeaseLost e -> line("lost   " + e.chunk() + " to another process");
            case RunEvent.StoreRetried e ->
                line("retry  run store, " + e.operation() + " in " + Amounts.time(e.delay()) + ": " + e.problem());
            case RunEvent.RunStopping e ->
                line("stopping: chunks in flight have " + Amounts.time(e.drain()) + " to end");
            case RunEvent.IndexesBuilding e -> building(e);
            case RunEvent.IndexesBuilt e ->
                line("index  " + e.namespace() + ": " + String.join(", ", e.indexes()) + " built in "
                        + Amounts.time(e.took()));
            case RunEvent.ChunkCommitted _ -> {}
            case RunEvent.RunEnded _ -> erase();
        }
        err.flush();
    }

    private static String started(RunEvent.RunStarted e) {
        RunProgress progress = e.progress();
        String chunks = progress.chunks() + (progress.chunks() == 1 ? " chunk" : " chunks");
        return "run " + e.runId() + ": " + chunks
                + (e.resumed() ? ", " + progress.done() + " done already; resuming" : "");
    }

    /** This process's report is fresher here than in the store. */
    private static RunProgress withOwn(RunEvent.ProgressMade e) {
        return e.progress()
                .told(Stream.concat(
                                e.progress().workers().stream()
                                        .filter(w -> !w.worker().equals(e.own().worker())),
                                Stream.of(e.own()))
                        .toList());
    }

    private void progress(RunProgress progress) {
        if (terminal.interactive()) {
            String line = ProgressLine.of(progress, terminal.columns());
            live = isThrottled(progress) ? RED + line + USUAL : line;
            err.print(ERASE + live);
        } else if (ticks++ % TICKS_A_LINE == 0) {
            err.println(ProgressLine.of(progress, Integer.MAX_VALUE));
        }
    }

    private static boolean isThrottled(RunProgress progress) {
        return progress.workers().stream()
                .anyMatch(worker -> worker.requestUnits().throttling());
    }

    private void building(RunEvent.IndexesBuilding e) {
        String share = e.total() > 0 ? ", " + Math.min(100, e.done() * 100 / e.total()) + "%" : "";
        String text = "index  " + e.namespace() + ": building " + String.join(", ", e.indexes()) + share + ", "
                + Amounts.time(e.elapsed());
        if (terminal.interactive()) {
            live = text.substring(0, Math.min(text.length(), Math.max(0, terminal.columns() - 1)));
            err.print(ERASE + live);
        } else if (!e.elapsed().isZero()) {
            err.println(text);
        }
    }

    private void line(String text) {
        erase();
        err.println(text);
        if (terminal.interactive()) {
            err.print(live);
        }
    }

    private void erase() {
        if (terminal.interactive()) {
            err.print(ERASE);
        }
    }
}
