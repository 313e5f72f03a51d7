package dev.millrace.cli;

import dev.millrace.observe.StreamCounts;
import dev.millrace.observe.StreamEvent;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Shows streams to a person: one line for all that renews itself on a terminal, a plain line every few seconds elsewhere,
 * and a line for whatever happens to one of them. Writes to standard error. Safe for use by many threads.
 */
final class StreamView implements Consumer<StreamEvent> {

    private static final int TICKS_A_LINE = 10;
    private static final String ERASE = "\r\u001b[2K";

    private final PrintWriter err;
    private final Terminal terminal;
    private final Map<String, StreamEvent.StreamProgress> latest = new LinkedHashMap<>();
    private String first = "";
    private String live = "";
    private long before;
    private int ticks;

    StreamView(PrintWriter err, Terminal terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public synchronized void accept(StreamEvent event) {
        switch (event) {
            case StreamEvent.StreamChanged e -> line(word(e.state()) + e.stream() + reason(e.reason()));
            case StreamEvent.StreamRetried e ->
                line(word("retry") + e.stream() + " in " + Amounts.time(e.delay()) + ": " + e.problem());
            case StreamEvent.EventRejected e ->
                line(word("reject") + e.stream() + ", " + e.operation() + " in " + e.namespace() + ": " + e.reason());
            case StreamEvent.SaveFailed e ->
                line(word("unsaved") + e.stream() + ", its place will be saved later: " + e.problem());
            case StreamEvent.DrainEnded e ->
                line(word("left") + e.stream() + ", " + Amounts.count(e.left())
                        + " messages not confirmed in time; they are published again");
            case StreamEvent.MemoryPressed e ->
                line(word("memory") + e.percent() + " % of " + Amounts.bytes(e.limit()) + " in use: "
                        + e.level().toLowerCase(Locale.ROOT));
            case StreamEvent.StreamProgress e -> progress(e);
        }
        err.flush();
    }

    private static String word(String state) {
        return String.format("%-12s", state.toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    private static String reason(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private void progress(StreamEvent.StreamProgress event) {
        latest.put(event.stream(), event);
        if (first.isEmpty()) {
            first = event.stream();
        }
        if (!event.stream().equals(first)) {
            return;
        }
        String line = totals();
        if (terminal.interactive()) {
            live = line.substring(0, Math.min(line.length(), terminal.columns() - 1));
            err.print(ERASE + live);
        } else if (ticks++ % TICKS_A_LINE == 0) {
            err.println(line);
        }
    }

    /** All streams in one line; the rate is that of the last second. */
    private String totals() {
        long published = sum(StreamCounts::published);
        long rejected = sum(StreamCounts::rejected);
        long lag = latest.values().stream()
                .mapToLong(each -> each.counts().lagMillis())
                .max()
                .orElse(0);
        long rate = published - before;
        before = published;
        String states = latest.values().stream()
                .collect(Collectors.groupingBy(
                        each -> each.state().toLowerCase(Locale.ROOT).replace('_', ' '),
                        LinkedHashMap::new,
                        Collectors.counting()))
                .entrySet()
                .stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
        return Amounts.count(published) + " events  " + Amounts.count(rate) + "/s  lag "
                + Amounts.time(Duration.ofMillis(lag))
                + (rejected == 0 ? "" : "  " + Amounts.count(rejected) + " rejected")
                + "  " + states;
    }

    private long sum(ToLongFunction<StreamCounts> value) {
        return latest.values().stream()
                .mapToLong(each -> value.applyAsLong(each.counts()))
                .sum();
    }

    private void line(String text) {
        if (terminal.interactive()) {
            err.println(ERASE + text);
            err.print(live);
        } else {
            err.println(text);
        }
    }
}
