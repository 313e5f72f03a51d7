package dev.millrace.pipeline;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.observe.StreamEvent;
import java.time.Duration;

/** Lets a stream wait after a failure, longer with each in a row. */
final class BackOff {

    private final Outlet outlet;
    private final StreamStatus status;
    private final Retry retry;
    private final StopSignal stop;

    BackOff(Outlet outlet, StreamStatus status, Retry retry, StopSignal stop) {
        this.outlet = outlet;
        this.status = status;
        this.retry = retry;
        this.stop = stop;
    }

    /** Waits after a failure that may pass; throws one that does not. */
    void after(MillraceException e, int failures) throws InterruptedException {
        if (e.kind() != FailureKind.TRANSIENT && e.kind() != FailureKind.CONNECTION) {
            throw e;
        }
        pause(e.problem(), failures);
    }

    /** Waits, for less than that where the stream is to stop. */
    void pause(String why, int failures) throws InterruptedException {
        Duration wait = retry.delayAfter(failures);
        status.change(StreamState.BACKING_OFF, why);
        outlet.events().accept(new StreamEvent.StreamRetried(outlet.stream(), failures, wait, why));
        outlet.meter().reopened();
        stop.await(wait);
    }
}
