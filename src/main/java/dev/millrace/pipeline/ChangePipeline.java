package dev.millrace.pipeline;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.observe.StreamCounts;
import dev.millrace.observe.StreamMeter;
import dev.millrace.state.StreamClaim;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves one change stream to its subscribers, for as long as nobody stops it: waits until the stream is its own, reads
 * from the saved place, publishes, saves; after a failure that passes it goes back to the last safe place.
 */
public final class ChangePipeline {

    private final ChangeParts parts;
    private final ChangePolicy policy;
    private final StopSignal stop;
    private final InstantSource clock;
    private final StreamMeter meter;
    private final Headroom headroom;
    private final StreamStatus status;
    private final BackOff backOff;
    private volatile @Nullable StreamLeg leg;

    /** @param stop ends it in order, with what is under way stored and the place saved */
    public ChangePipeline(ChangeParts parts, ChangePolicy policy, StopSignal stop, InstantSource clock) {
        this.parts = parts;
        this.policy = policy;
        this.stop = stop;
        this.clock = clock;
        meter = parts.outlet().meter();
        headroom = parts.outlet().headroom();
        status = new StreamStatus(parts.outlet());
        backOff = new BackOff(parts.outlet(), status, policy.retry(), stop);
    }

    public String name() {
        return parts.name();
    }

    public StreamState state() {
        return status.state();
    }

    /** Why it is in its state; empty where that goes without saying. */
    public String reason() {
        return status.reason();
    }

    public StreamCounts counts() {
        return meter.counts();
    }

    /** How long ago its loop came round, whatever it found. */
    public Duration sinceMoved() {
        return meter.sinceMoved();
    }

    /** Whether it is held up by its target, which takes no more for the moment. */
    public boolean isWaiting() {
        return meter.isWaiting();
    }

    /** Messages that are with the publisher and not stored yet. */
    public long underWay() {
        return meter.underWay();
    }

    /** Bytes of these. */
    public long underWayBytes() {
        return meter.underWayBytes();
    }

    /** @param told how many nanoseconds each message took until it was stored; called by many threads */
    public void latencyTo(LongConsumer told) {
        meter.latencyTo(told);
    }

    /** Lets half as much be under way as is now, in its snapshot too. */
    public void shrink() {
        headroom.halve(meter.underWayBytes());
    }

    /** Closes the cursor behind the next event and opens it again, with smaller batches than before. */
    public void takeSmallerBatches() {
        headroom.takeSmallerBatches();
    }

    /** Takes back {@link #shrink} and {@link #takeSmallerBatches}. */
    public void relax() {
        headroom.relax();
    }

    /** Ends waiting for a target that takes nothing, once the stream is to stop. From any thread. */
    public void release() {
        StreamLeg current = leg;
        if (current != null && stop.isRequested()) {
            current.release();
        }
    }

    /**
     * Runs until the stop is requested, or a snapshot that was all is published, or something is wrong that does not pass
     * by itself, which is thrown.
     */
    public void run() throws InterruptedException {
        try {
            boolean ended = false;
            while (!ended && !stop.isRequested()) {
                Optional<StreamClaim> claim = claim();
                if (claim.isPresent()) {
                    try (StreamClaim own = claim.get()) {
                        StreamLeg next = new StreamLeg(parts, policy, own, status, backOff, stop, clock);
                        leg = next;
                        ended = next.run();
                    }
                }
            }
            status.change(StreamState.STOPPED, "");
        } catch (MillraceException e) {
            if (e.kind() != FailureKind.INTERRUPTED) {
                status.change(StreamState.FAILED, e.problem());
            }
            throw e;
        }
    }

    /** Empty when it is time to look again, or to stop. */
    private Optional<StreamClaim> claim() throws InterruptedException {
        int failures = 0;
        while (!stop.isRequested()) {
            try {
                Optional<StreamClaim> claim = parts.store().claim(parts.name());
                if (claim.isPresent()) {
                    return claim;
                }
                status.change(StreamState.STANDBY, "another process has the stream");
                stop.await(policy.limits().takeOver());
            } catch (MillraceException e) {
                backOff.after(e, ++failures);
            }
        }
        return Optional.empty();
    }
}
