package dev.millrace.pipeline;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.StreamStart;
import dev.millrace.observe.StreamCounts;
import dev.millrace.observe.StreamEvent;
import dev.millrace.observe.StreamMeter;
import dev.millrace.pipeline.dedup.Deduplicator;
import dev.millrace.publish.Publisher;
import dev.millrace.publish.RejectedEvents;
import dev.millrace.source.ChangeSource;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.StreamClaim;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves one change stream to its subscribers, for as long as nobody stops it: waits until the stream is its own, reads
 * from the saved place, publishes, saves; after a failure that passes it goes back to the last safe place.
 */
public final class ChangePipeline {

    /** Bytes of messages that may be under way even where memory is short. */
    private static final long LEAST_UNDER_WAY = 1 << 20;

    private final String name;
    private final ChangeSource source;
    private final ChangeStep step;
    private final Publisher publisher;
    private final RejectedEvents rejects;
    private final Deduplicator deduplicator;
    private final ResumeStore store;
    private final StreamStart first;
    private final HistoryLost historyLost;
    private final SnapshotPolicy snapshots;
    private final Retry retry;
    private final StreamLimits limits;
    private final StopSignal stop;
    private final InstantSource clock;
    private final Consumer<StreamEvent> events;
    private final StreamMeter meter;
    private final Headroom headroom = new Headroom(LEAST_UNDER_WAY);
    private volatile StreamState state = StreamState.STARTING;
    private volatile String reason = "";
    private volatile @Nullable ChangeFlow flow;

    /**
     * @param name  of the stream, in the resume store too
     * @param first where it begins when nothing is saved
     * @param historyLost whether it then begins anew, and with which documents
     * @param retry how long to wait after how many failures in a row; its attempts do not matter
     */
    public ChangePipeline(
            String name,
            ChangeSource source,
            ChangeStep step,
            Publisher publisher,
            RejectedEvents rejects,
            Deduplicator deduplicator,
            ResumeStore store,
            StreamStart first,
            HistoryLost historyLost,
            SnapshotPolicy snapshots,
            Retry retry,
            StreamLimits limits,
            StopSignal stop,
            InstantSource clock,
            StreamMeter meter,
            Consumer<StreamEvent> events) {
        this.name = name;
        this.source = source;
        this.step = step;
        this.publisher = publisher;
        this.rejects = rejects;
        this.deduplicator = deduplicator;
        this.store = store;
        this.first = first;
        this.historyLost = historyLost;
        this.snapshots = snapshots;
        this.retry = retry;
        this.limits = limits;
        this.stop = stop;
        this.clock = clock;
        this.meter = meter;
        this.events = events;
    }

    public String name() {
        return name;
    }

    public StreamState state() {
        return state;
    }

    /** Why it is in its state; empty where that goes without saying. */
    public String reason() {
        return reason;
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

    /** Lets half as much be under way as is now. */
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
        ChangeFlow current = flow;
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
                        ended = new Leg(own).run();
                    }
                }
            }
            change(StreamState.STOPPED, "");
        } catch (MillraceException e) {
            if (e.kind() != FailureKind.INTERRUPTED) {
                change(StreamState.FAILED, e.problem());
            }
            throw e;
        }
    }

    /** Empty when it is time to look again, or to stop. */
    private Optional<StreamClaim> claim() throws InterruptedException {
        int failures = 0;
        while (!stop.isRequested()) {
            try {
                Optional<StreamClaim> claim = store.claim(name);
                if (claim.isPresent()) {
                    return claim;
                }
                change(StreamState.STANDBY, "another process has the stream");
                stop.await(limits.takeOver());
            } catch (MillraceException e) {
                backOff(e, ++failures);
            }
        }
        return Optional.empty();
    }

    /** Waits after a failure that may pass; throws one that does not. */
    private void backOff(MillraceException e, int failures) throws InterruptedException {
        if (e.kind() != FailureKind.TRANSIENT && e.kind() != FailureKind.CONNECTION) {
            throw e;
        }
        Duration wait = retry.delayAfter(failures);
        change(StreamState.BACKING_OFF, e.problem());
        events.accept(new StreamEvent.StreamRetried(name, failures, wait, e.problem()));
        meter.reopened();
        stop.await(wait);
    }

    private void change(StreamState next, String why) {
        meter.moved();
        if (state != next || !reason.equals(why)) {
            reason = why;
            state = next;
            events.accept(new StreamEvent.StreamChanged(name, next.name(), why));
        }
    }

    /** The time for which the stream is this process's own. */
    private final class Leg {

        private final StreamClaim claim;
        private StreamStart start = first;
        private ResumeTracker tracker = new ResumeTracker(null, null, 0);
        private int failures;
        private boolean wantsSnapshot;

        Leg(StreamClaim claim) {
            this.claim = claim;
        }

        /** Ends with the stop, when the claim is lost, or, and then gives true, when there is no more to do. */
        boolean run() throws InterruptedException {
            load();
            wantsSnapshot = snapshots.mode() != SnapshotPolicy.Mode.NEVER
                    && tracker.safe().isEmpty();
            while (!stop.isRequested()) {
                try {
                    if (wantsSnapshot && !hasSnapshot()) {
                        return false;
                    }
                    if (snapshots.mode() == SnapshotPolicy.Mode.ONLY) {
                        return true;
                    }
                    change(StreamState.STARTING, "");
                    ChangeFlow next = new ChangeFlow(
                            name,
                            source,
                            step,
                            publisher,
                            rejects,
                            deduplicator,
                            claim,
                            tracker,
                            limits,
                            meter,
                            headroom,
                            events,
                            clock);
                    flow = next;
                    next.run(position(), stop, beginning -> {
                        start = beginning;
                        failures = 0;
                        change(StreamState.STREAMING, "");
                    });
                } catch (MillraceException e) {
                    if (e.kind() == FailureKind.CONFLICT) {
                        change(StreamState.STANDBY, e.problem());
                        return false;
                    }
                    recover(e);
                }
            }
            return false;
        }

        private boolean hasSnapshot() throws InterruptedException {
            change(StreamState.SNAPSHOT, "");
            Optional<ResumePoint> from = phase().run(claim, start, stop);
            from.ifPresent(point -> tracker = new ResumeTracker(point, null, tracker.settled()));
            wantsSnapshot = from.isEmpty();
            return from.isPresent();
        }

        private SnapshotPhase phase() {
            return new SnapshotPhase(name, source, store, snapshots.snapshot(), limits, clock);
        }

        private void load() throws InterruptedException {
            while (!stop.isRequested()) {
                try {
                    claim.load()
                            .ifPresent(saved ->
                                    tracker = new ResumeTracker(saved.point(), saved.clusterTime(), saved.events()));
                    return;
                } catch (MillraceException e) {
                    backOff(e, ++failures);
                }
            }
        }

        private StreamStart position() {
            return tracker.safe().<StreamStart>map(StreamStart.After::new).orElse(start);
        }

        private void recover(MillraceException e) throws InterruptedException {
            if (e.kind() == FailureKind.HISTORY_LOST && historyLost != HistoryLost.FAIL) {
                beginAnew(e);
                return;
            }
            backOff(e, ++failures);
        }

        private void beginAnew(MillraceException e) {
            boolean resync = historyLost == HistoryLost.RESYNC;
            change(
                    StreamState.BACKING_OFF,
                    (resync ? "publishes every document again: " : "begins anew, what happened meanwhile is lost: ")
                            + e.problem());
            if (resync || wantsSnapshot) {
                phase().forget();
                wantsSnapshot = true;
            }
            tracker = new ResumeTracker(null, null, tracker.settled());
            start = new StreamStart.Now();
        }
    }
}
