package dev.millrace.pipeline;

import dev.millrace.observe.StreamEvent;

/** What a stream is doing at the moment, and why. Set by the stream's thread, read by any. */
final class StreamStatus {

    private final Outlet outlet;
    private volatile StreamState state = StreamState.STARTING;
    private volatile String reason = "";

    StreamStatus(Outlet outlet) {
        this.outlet = outlet;
    }

    StreamState state() {
        return state;
    }

    /** Empty where that goes without saying. */
    String reason() {
        return reason;
    }

    /** Tells of it where it is something new. */
    void change(StreamState next, String why) {
        outlet.meter().moved();
        if (state != next || !reason.equals(why)) {
            reason = why;
            state = next;
            outlet.events().accept(new StreamEvent.StreamChanged(outlet.stream(), next.name(), why));
        }
    }
}
