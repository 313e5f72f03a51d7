package dev.millrace.pipeline;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.StreamStart;
import dev.millrace.source.ChangeReader;
import dev.millrace.source.ChangeSource;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.SavedPoint;
import dev.millrace.state.StreamClaim;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes a stream's place first, then publishes what is there already, so that nothing falls between the two. The place is
 * kept under a name of its own until the end, and looked at now and then: a server whose history no longer reaches back
 * to it is noticed at once, not after days.
 */
final class SnapshotPhase {

    private static final Duration PROBE_EVERY = Duration.ofSeconds(60);

    private final String name;
    private final ChangeSource source;
    private final ResumeStore store;
    private final Snapshot snapshot;
    private final StreamLimits limits;
    private final InstantSource clock;

    SnapshotPhase(
            String name,
            ChangeSource source,
            ResumeStore store,
            Snapshot snapshot,
            StreamLimits limits,
            InstantSource clock) {
        this.name = name;
        this.source = source;
        this.store = store;
        this.snapshot = snapshot;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Resumes where an earlier process was.
     *
     * @param own  the stream's claim, which gets the place at the end
     * @param stop asks to end before that
     * @return where the stream goes on; empty where the stop came before the end
     */
    Optional<ResumePoint> run(StreamClaim own, StreamStart first, StopSignal stop) throws InterruptedException {
        ResumePoint from;
        try (StreamClaim place = store.claim(placeName()).orElseThrow(this::taken)) {
            from = place(place, first);
            if (!publish(own, place, from, stop)) {
                return Optional.empty();
            }
            own.save(new SavedPoint(from, null, 0, clock.instant()));
        }
        forget();
        return Optional.of(from);
    }

    /** Lets the next snapshot begin with a place of its own. */
    void forget() {
        store.forget(placeName());
    }

    private ResumePoint place(StreamClaim place, StreamStart first) {
        Optional<SavedPoint> saved = place.load();
        if (saved.isPresent()) {
            probe(saved.get().point());
            return saved.get().point();
        }
        try (ChangeReader reader = source.open(first)) {
            ResumePoint from = reader.position().orElseThrow(this::withoutPlace);
            place.save(new SavedPoint(from, null, 0, clock.instant()));
            return from;
        }
    }

    private boolean publish(StreamClaim own, StreamClaim place, ResumePoint from, StopSignal stop)
            throws InterruptedException {
        StopSignal ended = new StopSignal();
        StopSignal stopping = new StopSignal();
        AtomicReference<@Nullable MillraceException> failure = new AtomicReference<>();
        Thread watch = Thread.ofVirtual().name("snapshot-" + name).start(() -> {
            try {
                keep(own, place, from, stop, ended);
            } catch (MillraceException e) {
                failure.set(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            stopping.request();
        });
        boolean complete;
        try {
            complete = snapshot.publish(from, stopping);
        } finally {
            ended.request();
            watch.join();
        }
        MillraceException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
        return complete;
    }

    /** Returns when the snapshot has ended or is to stop; throws when it is of no more use. */
    private void keep(StreamClaim own, StreamClaim place, ResumePoint from, StopSignal stop, StopSignal ended)
            throws InterruptedException {
        long probed = System.nanoTime();
        while (!ended.isRequested() && !stop.await(limits.saveEvery())) {
            try {
                own.renew();
                place.renew();
                if (System.nanoTime() - probed > PROBE_EVERY.toNanos()) {
                    probe(from);
                    probed = System.nanoTime();
                }
            } catch (MillraceException e) {
                if (e.kind() == FailureKind.CONFLICT || e.kind() == FailureKind.HISTORY_LOST) {
                    throw e;
                }
                // Away for a moment: the next round looks again, and the chunks have retries of their own.
            }
        }
    }

    private void probe(ResumePoint from) {
        source.open(new StreamStart.After(from)).close();
    }

    private String placeName() {
        return name + ".snapshot";
    }

    private MillraceException taken() {
        return new MillraceException(
                FailureKind.TRANSIENT,
                "another process still publishes the snapshot of " + name,
                "it is taken over when that process has ended");
    }

    private MillraceException withoutPlace() {
        return new MillraceException(
                FailureKind.USAGE,
                source.description() + " does not tell where its changes are, so a snapshot would leave a gap",
                "leave out --snapshot");
    }
}
