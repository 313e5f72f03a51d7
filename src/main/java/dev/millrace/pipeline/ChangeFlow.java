package dev.millrace.pipeline;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeHeader;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.StreamStart;
import dev.millrace.observe.StreamEvent;
import dev.millrace.observe.StreamMeter;
import dev.millrace.pipeline.dedup.Deduplicator;
import dev.millrace.publish.Message;
import dev.millrace.source.ChangeReader;
import dev.millrace.source.ChangeSource;
import dev.millrace.state.SavedPoint;
import dev.millrace.state.StreamClaim;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stretch of a stream without a failure: from opening it at a safe place to its stop or first failure. */
final class ChangeFlow {

    private final ChangeSource source;
    private final ChangeStep step;
    private final Deduplicator deduplicator;
    private final StreamClaim claim;
    private final ResumeTracker tracker;
    private final StreamLimits limits;
    private final Outlet outlet;
    private final Outbox outbox;
    private final StreamMeter meter;
    private final Headroom headroom;
    private final EventAge age;
    private final InstantSource clock;
    private final Set<String> repeated;
    private long lastSave = System.nanoTime();
    private int unsaved;
    private @Nullable ResumePoint lastSaved;

    /** @param claim held by the caller, as long as this runs */
    ChangeFlow(ChangeParts parts, StreamClaim claim, ResumeTracker tracker, StreamLimits limits, InstantSource clock) {
        source = parts.source();
        step = parts.step();
        deduplicator = parts.deduplicator();
        outlet = parts.outlet();
        outbox = new Outbox(outlet);
        meter = outlet.meter();
        headroom = outlet.headroom();
        age = new EventAge(source, clock);
        this.claim = claim;
        this.tracker = tracker;
        this.limits = limits;
        this.clock = clock;
        repeated = tracker.rewind();
    }

    /**
     * Returns after a stop, with all settled and saved that could be in time.
     *
     * @param open told once the stream is open, and where it began
     */
    void run(StreamStart start, StopSignal stop, Consumer<StreamStart> open) throws InterruptedException {
        outlet.publisher().resume();
        StreamStart next = start;
        boolean told = false;
        try {
            while (!stop.isRequested()) {
                int batchSize = headroom.batchSize();
                try (ChangeReader reader = source.open(next, batchSize)) {
                    meter.moved();
                    if (!told) {
                        told = true;
                        open.accept(reader.beginning());
                        deduplicator.begin();
                        keepBeginning(reader);
                    }
                    next = new StreamStart.After(read(reader, batchSize, stop));
                } catch (StreamStopped e) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            if (!stop.isRequested()) {
                throw e;
            }
            // Released: what was not handed over is read again at the next start.
        } finally {
            settle();
        }
        outbox.throwFailure();
    }

    /** What happens from now on must not be lost to a stream that dies before its first event. */
    private void keepBeginning(ChangeReader reader) {
        if (tracker.safe().isEmpty()) {
            reader.position().ifPresent(tracker::idle);
            save();
        }
    }

    /**
     * Reads to the stop, or to the place behind which the stream is to be opened again: that of an invalidate event, or
     * any where memory wants batches of another size.
     */
    private ResumePoint read(ChangeReader reader, int batchSize, StopSignal stop)
            throws InterruptedException, StreamStopped {
        while (!stop.isRequested()) {
            Optional<ChangeEvent> event = reader.next();
            meter.moved();
            outbox.throwFailure();
            if (event.isPresent()) {
                publish(event.get(), stop);
                if (event.get() instanceof ChangeEvent.Invalidate ended) {
                    return ended.header().point();
                }
            } else {
                outbox.flush();
                meter.lag(0);
                reader.position().ifPresent(tracker::idle);
            }
            saveIfDue();
            if (headroom.batchSize() != batchSize && reader.position().isPresent()) {
                return reader.position().get();
            }
        }
        throw new StreamStopped();
    }

    private void publish(ChangeEvent event, StopSignal stop) throws InterruptedException, StreamStopped {
        ChangeHeader header = event.header();
        // A process that was frozen may have been overtaken meanwhile.
        claim.renew();
        meter.read();
        if (header.clusterTime() != null) {
            meter.lag(age.millis(header.clusterTime()));
        }
        ResumeTracker.Ticket ticket = tracker.begin(header.point(), header.clusterTime());
        unsaved++;
        Deduplicator.Sighting sighting = deduplicator.look(header);
        if ((!repeated.isEmpty() && repeated.remove(header.point().text())) || sighting.isRepeat()) {
            meter.skipped();
            ticket.settle();
            return;
        }
        Runnable settled = () -> {
            sighting.settled();
            ticket.settle();
        };
        Message message;
        try {
            message = step.message(event);
        } catch (MillraceException e) {
            if (e.kind() != FailureKind.DATA) {
                throw e;
            }
            outbox.setAside(event, e, settled);
            return;
        }
        if (!outbox.send(event, message, settled, stop::isRequested)) {
            throw new StreamStopped();
        }
    }

    /** Lets a reader go that waits for its publisher, once the stream is to stop. From any thread. */
    void release() {
        outbox.release();
    }

    /** Lets end what is under way, and saves how far it came. */
    private void settle() throws InterruptedException {
        int left = outbox.await(limits.drain());
        if (left > 0) {
            outlet.events().accept(new StreamEvent.DrainEnded(outlet.stream(), left));
        }
        save();
    }

    private void saveIfDue() {
        boolean time = System.nanoTime() - lastSave >= limits.saveEvery().toNanos();
        if (time || unsaved >= limits.saveEvents()) {
            // A stream that is never idle and never fills a batch would hold back its events without end.
            outbox.flush();
            save();
        }
    }

    /** A store that is away stops nothing: what is published now may be published again after a crash. */
    private void save() {
        lastSave = System.nanoTime();
        unsaved = 0;
        ResumePoint safe = tracker.safe().orElse(null);
        try {
            claim.renew();
            if (safe == null || safe.equals(lastSaved)) {
                return;
            }
            claim.save(new SavedPoint(safe, tracker.safeTime(), tracker.settled(), clock.instant()));
            lastSaved = safe;
        } catch (MillraceException e) {
            if (e.kind() == FailureKind.CONFLICT) {
                throw e;
            }
            outlet.events().accept(new StreamEvent.SaveFailed(outlet.stream(), e.problem()));
        }
    }

    /** The way out of reading when the stop was requested. */
    private static final class StreamStopped extends Exception {

        private static final long serialVersionUID = 1;

        StreamStopped() {
            super(null, null, false, false);
        }
    }
}
