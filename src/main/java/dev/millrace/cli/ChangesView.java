package dev.millrace.cli;

import dev.millrace.job.ChangeSummary;
import java.io.PrintWriter;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonString;

/** Shows a change workload: a line that renews itself on a terminal, one every few seconds elsewhere, and what came of it. */
final class ChangesView implements Consumer<ChangeSummary> {

    private static final int TICKS_A_LINE = 10;
    private static final String ERASE = "\r\u001b[2K";

    private final PrintWriter err;
    private final Terminal terminal;
    private int ticks;

    ChangesView(PrintWriter err, Terminal terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public void accept(ChangeSummary now) {
        String line = Amounts.count(now.done()) + " operations  " + Amounts.count(now.rate()) + "/s  "
                + Amounts.count(now.inserted()) + " inserted  " + Amounts.count(now.updated()) + " updated  "
                + Amounts.count(now.deleted()) + " deleted  " + Amounts.count(problems(now)) + " problems";
        if (terminal.interactive()) {
            err.print(ERASE + line.substring(0, Math.min(line.length(), terminal.columns() - 1)));
        } else if (ticks++ % TICKS_A_LINE == 0) {
            err.println(line);
        }
        err.flush();
    }

    void print(ChangeSummary summary, boolean json, PrintWriter out) {
        if (terminal.interactive()) {
            err.print(ERASE);
            err.flush();
        }
        if (json) {
            out.println(document(summary).toJson());
        } else {
            text(summary, out);
        }
        out.flush();
    }

    private static void text(ChangeSummary summary, PrintWriter out) {
        out.println(summary.end() == ChangeSummary.End.STOPPED ? "changes were stopped" : "changes are done");
        line(out, "inserted", summary.inserted());
        line(out, "updated", summary.updated());
        line(out, "deleted", summary.deleted());
        line(out, "refused", summary.refused());
        out.println("  rate      " + Amounts.count(summary.rate()) + "/s over " + Amounts.time(summary.took()));
        if (summary.thereAlready() > 0) {
            note(out, summary.thereAlready(), "documents to insert were there already");
        }
        if (summary.notFound() > 0) {
            note(out, summary.notFound(), "documents to update or delete were not there");
        }
        out.println("  note      to continue: --start-at " + (summary.last() + 1));
    }

    private static void line(PrintWriter out, String what, long value) {
        out.println(String.format("  %-9s %s", what, Amounts.exact(value)));
    }

    private static void note(PrintWriter out, long value, String what) {
        out.println("  note      " + Amounts.exact(value) + " " + what);
    }

    private static long problems(ChangeSummary summary) {
        return summary.thereAlready() + summary.notFound() + summary.refused();
    }

    private static BsonDocument document(ChangeSummary summary) {
        return new BsonDocument("event", new BsonString("ChangesEnded"))
                .append("end", new BsonString(summary.end().name()))
                .append("inserted", new BsonInt64(summary.inserted()))
                .append("updated", new BsonInt64(summary.updated()))
                .append("deleted", new BsonInt64(summary.deleted()))
                .append("thereAlready", new BsonInt64(summary.thereAlready()))
                .append("notFound", new BsonInt64(summary.notFound()))
                .append("refused", new BsonInt64(summary.refused()))
                .append("perSecond", new BsonDouble(Math.round(summary.rate() * 10) / 10.0))
                .append("last", new BsonInt64(summary.last()))
                .append("millis", new BsonInt64(summary.took().toMillis()));
    }
}
