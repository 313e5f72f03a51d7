package dev.millrace.cli;

import dev.millrace.observe.EventFields;
import dev.millrace.observe.RunEvent;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** Writes each event as one JSON object a line, for machines. Safe for use by many threads. */
final class JsonEvents implements Consumer<RunEvent> {

    private final PrintWriter out;

    JsonEvents(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void accept(RunEvent event) {
        out.println(EventFields.of(event).toJson());
        out.flush();
    }
}
