package dev.millrace.pipeline;

import dev.millrace.observe.StreamEvent;
import dev.millrace.observe.StreamMeter;
import dev.millrace.publish.Publisher;
import dev.millrace.publish.RejectedEvents;
import java.util.function.Consumer;

/**
 * Where a stream's messages go, its snapshot's too, and what is counted and bounded there.
 *
 * @param stream    its name
 * @param publisher stays open, as `rejects` does
 * @param rejects   for what can never be published
 */
public record Outlet(
        String stream,
        Publisher publisher,
        RejectedEvents rejects,
        StreamMeter meter,
        Headroom headroom,
        Consumer<StreamEvent> events) {

    /** Bytes of messages that may be under way even where memory is short. */
    private static final long LEAST_UNDER_WAY = 1 << 20;

    /** Bounded by nothing yet. */
    public Outlet(
            String stream,
            Publisher publisher,
            RejectedEvents rejects,
            StreamMeter meter,
            Consumer<StreamEvent> events) {
        this(stream, publisher, rejects, meter, new Headroom(LEAST_UNDER_WAY), events);
    }
}
