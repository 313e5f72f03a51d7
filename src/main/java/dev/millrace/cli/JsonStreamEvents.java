package dev.millrace.cli;

import dev.millrace.observe.EventFields;
import dev.millrace.observe.StreamEvent;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** Writes each event of a stream as one JSON object a line, for machines. Safe for use by many threads. */
final class JsonStreamEvents implements Consumer<StreamEvent> {

    private final PrintWriter out;

    JsonStreamEvents(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void accept(StreamEvent event) {
        out.println(EventFields.of(event).toJson());
        out.flush();
    }
}
