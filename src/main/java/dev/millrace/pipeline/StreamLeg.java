package dev.millrace.pipeline;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.StreamStart;
import dev.millrace.state.StreamClaim;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The time for which a stream is this process's own: its snapshot where it wants one, then stretch after stretch, each
 * from the last safe place.
 */
final class StreamLeg {

    private final ChangeParts parts;
    private final ChangePolicy policy;
    private final StreamClaim claim;
    private final StreamStatus status;
    private final BackOff backOff;
    private final StopSignal stop;
    private final InstantSource clock;
    private StreamStart start;
    private ResumeTracker tracker = new ResumeTracker(null, null, 0);
    private int failures;
    private boolean wantsSnapshot;
    private volatile @Nullable ChangeFlow flow;

    StreamLeg(
            ChangeParts parts,
            ChangePolicy policy,
            StreamClaim claim,
            StreamStatus status,
            BackOff backOff,
            StopSignal stop,
            InstantSource clock) {
        this.parts = parts;
        this.policy = policy;
        this.claim = claim;
        this.status = status;
        this.backOff = backOff;
        this.stop = stop;
        this.clock = clock;
        start = policy.first();
    }

    /** Ends with the stop, when the claim is lost, or, and then gives true, when there is no more to do. */
    boolean run() throws InterruptedException {
        load();
        wantsSnapshot = policy.snapshots().mode() != SnapshotPolicy.Mode.NEVER
                && tracker.safe().isEmpty();
        while (!stop.isRequested()) {
            try {
                if (wantsSnapshot && !hasSnapshot()) {
                    return false;
                }
                if (policy.snapshots().mode() == SnapshotPolicy.Mode.ONLY) {
                    return true;
                }
                stream();
            } catch (MillraceException e) {
                if (e.kind() == FailureKind.CONFLICT) {
                    status.change(StreamState.STANDBY, e.problem());
                    return false;
                }
                recover(e);
            }
        }
        return false;
    }

    /** Ends waiting for a target that takes nothing, once the stream is to stop. From any thread. */
    void release() {
        ChangeFlow current = flow;
        if (current != null) {
            current.release();
        }
    }

    private void stream() throws InterruptedException {
        status.change(StreamState.STARTING, "");
        ChangeFlow next = new ChangeFlow(parts, claim, tracker, policy.limits(), clock);
        flow = next;
        next.run(position(), stop, beginning -> {
            start = beginning;
            failures = 0;
            status.change(StreamState.STREAMING, "");
        });
    }

    private boolean hasSnapshot() throws InterruptedException {
        status.change(StreamState.SNAPSHOT, "");
        Optional<ResumePoint> from = phase().run(claim, start, stop);
        from.ifPresent(point -> tracker = new ResumeTracker(point, null, tracker.settled()));
        wantsSnapshot = from.isEmpty();
        return from.isPresent();
    }

    private SnapshotPhase phase() {
        return new SnapshotPhase(
                parts.name(), parts.source(), parts.store(), policy.snapshots().snapshot(), policy.limits(), clock);
    }

    private void load() throws InterruptedException {
        while (!stop.isRequested()) {
            try {
                claim.load()
                        .ifPresent(saved ->
                                tracker = new ResumeTracker(saved.point(), saved.clusterTime(), saved.events()));
                return;
            } catch (MillraceException e) {
                backOff.after(e, ++failures);
            }
        }
    }

    private StreamStart position() {
        return tracker.safe().<StreamStart>map(StreamStart.After::new).orElse(start);
    }

    private void recover(MillraceException e) throws InterruptedException {
        if (e.kind() == FailureKind.HISTORY_LOST && policy.historyLost() != HistoryLost.FAIL) {
            beginAnew(e);
        } else {
            backOff.after(e, ++failures);
        }
    }

    /** A history that is too short for what there is to do loses each new place too, so this waits as any failure does. */
    private void beginAnew(MillraceException e) throws InterruptedException {
        boolean resync = policy.historyLost() == HistoryLost.RESYNC;
        if (resync || wantsSnapshot) {
            phase().forget();
            wantsSnapshot = true;
        }
        tracker = new ResumeTracker(null, null, tracker.settled());
        start = new StreamStart.Now();
        backOff.pause(
                (resync ? "publishes every document again: " : "begins anew, what happened meanwhile is lost: ")
                        + e.problem(),
                ++failures);
    }
}
