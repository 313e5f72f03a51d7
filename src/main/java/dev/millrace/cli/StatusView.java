package dev.millrace.cli;

import dev.millrace.job.StatusJob.Status;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.RequestUnits;
import dev.millrace.state.FailedChunk;
import dev.millrace.state.RunProgress;
import dev.millrace.state.WorkerReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/** Shows what the run store knows: a block of lines a run, or JSON. */
final class StatusView {

    private final PrintWriter out;
    private final boolean json;
    private final Terminal terminal;
    private int linesShown;

    StatusView(PrintWriter out, boolean json, Terminal terminal) {
        this.out = out;
        this.json = json;
        this.terminal = terminal;
    }

    void show(Status status) {
        if (json) {
            out.println(document(status).toJson());
        } else {
            List<String> lines = lines(status);
            lines.forEach(out::println);
            linesShown = lines.size();
        }
        out.flush();
    }

    /** Shows it in place of what was shown before where the terminal can. */
    void again(Status status) {
        if (!json && terminal.interactive()) {
            out.print("\u001b[" + linesShown + "A\u001b[J");
        }
        show(status);
    }

    void list(List<RunProgress> runs) {
        for (RunProgress run : runs) {
            if (json) {
                out.println(document(new Status(run, List.of())).toJson());
            } else {
                out.println(String.format(
                        Locale.ROOT,
                        "%-24s  %-8s  %s  %s",
                        run.runId(),
                        run.phase().name().toLowerCase(Locale.ROOT),
                        run.created(),
                        ProgressLine.of(run, terminal.columns())));
            }
        }
        if (runs.isEmpty() && !json) {
            out.println("no runs yet");
        }
        out.flush();
    }

    private List<String> lines(Status status) {
        RunProgress p = status.progress();
        List<String> lines = new ArrayList<>();
        lines.add("run " + p.runId() + ", " + p.phase().name().toLowerCase(Locale.ROOT) + ", begun " + p.created());
        lines.add("  " + ProgressLine.of(p, terminal.columns() - 2));
        lines.add(String.format(
                Locale.ROOT,
                "  chunks    %d done, %d in work, %d waiting, %d failed, of %d",
                p.done(),
                p.leased(),
                p.pending(),
                p.failed(),
                p.chunks()));
        lines.add("  written   " + Amounts.exact(p.written()) + " documents, " + Amounts.bytes(p.targetBytes())
                + (p.expectedDocuments() == CollectionInfo.UNKNOWN
                        ? ""
                        : "; about " + Amounts.exact(p.expectedDocuments()) + " expected"));
        lines.add("  rejected  " + Amounts.exact(p.rejected()));
        for (WorkerReport worker : p.workers()) {
            lines.add("  process   " + worker.worker() + ", " + Amounts.count(worker.documentsPerSecond()) + "/s, "
                    + Amounts.bytes(worker.memoryBytes()) + ", " + worker.retries() + " retries" + units(worker));
        }
        for (FailedChunk failure : status.failures()) {
            lines.add("  failed    " + failure.chunk() + ": " + failure.reason());
        }
        return lines;
    }

    private static String units(WorkerReport worker) {
        RequestUnits spent = worker.requestUnits();
        return !spent.isAny()
                ? ""
                : ", " + Amounts.count(spent.units()) + " RU, " + Amounts.count(worker.requestUnitsPerSecond())
                        + " RU/s"
                        + (spent.throttles() == 0 ? "" : ", throttled for " + Amounts.time(spent.throttled()));
    }

    private static BsonDocument document(Status status) {
        RunProgress p = status.progress();
        BsonArray failures = new BsonArray();
        for (FailedChunk failure : status.failures()) {
            failures.add(new BsonDocument(
                            "namespace",
                            new BsonString(failure.chunk().namespace().toString()))
                    .append("chunk", new BsonInt32(failure.chunk().part()))
                    .append("attempts", new BsonInt32(failure.attempts()))
                    .append("reason", new BsonString(failure.reason())));
        }
        double rate = p.workers().stream()
                .mapToDouble(WorkerReport::documentsPerSecond)
                .sum();
        return new BsonDocument("run", new BsonString(p.runId()))
                .append("phase", new BsonString(p.phase().name()))
                .append("created", new BsonString(p.created().toString()))
                .append("chunks", new BsonInt32(p.chunks()))
                .append("done", new BsonInt32(p.done()))
                .append("leased", new BsonInt32(p.leased()))
                .append("pending", new BsonInt32(p.pending()))
                .append("failed", new BsonInt32(p.failed()))
                .append("written", new BsonInt64(p.written()))
                .append("rejected", new BsonInt64(p.rejected()))
                .append("sourceBytes", new BsonInt64(p.sourceBytes()))
                .append("targetBytes", new BsonInt64(p.targetBytes()))
                .append("expected", new BsonInt64(p.expectedDocuments()))
                .append("documentsPerSecond", new BsonInt64(Math.round(rate)))
                .append("failures", failures);
    }
}
