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
import dev.millrace.publish.Publisher;
import dev.millrace.publish.RejectedEvents;
import dev.millrace.source.ChangeReader;
import dev.millrace.source.ChangeSource;
import dev.millrace.state.SavedPoint;
import dev.millrace.state.StreamClaim;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stretch of a stream without a failure: from opening it at a safe place to its stop or first failure. */
final class ChangeFlow {

    /** How often a stream that waits for room looks whether it has to stop. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final String name;
    private final ChangeSource source;
    private final ChangeStep step;
    private final Publisher publisher;
    private final RejectedEvents rejects;
    private final Deduplicator deduplicator;
    private final StreamClaim claim;
    private final ResumeTracker tracker;
    private final StreamLimits limits;
    private final StreamMeter meter;
    private final Headroom headroom;
    private final EventAge age;
    private final Consumer<StreamEvent> events;
    private final InstantSource clock;
    private final Set<String> repeated;
    private final UnderWay underWay = new UnderWay();
    private final AtomicReference<@Nullable MillraceException> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
    private boolean released;
    private long lastSave = System.nanoTime();
    private int unsaved;
    private @Nullable ResumePoint lastSaved;

    ChangeFlow(
            String name,
            ChangeSource source,
            ChangeStep step,
            Publisher publisher,
            RejectedEvents rejects,
            Deduplicator deduplicator,
            StreamClaim claim,
            ResumeTracker tracker,
            StreamLimits limits,
            StreamMeter meter,
            Headroom headroom,
            Consumer<StreamEvent> events,
            InstantSource clock) {
        this.name = name;
        this.source = source;
        this.step = step;
        this.publisher = publisher;
        this.rejects = rejects;
        this.deduplicator = deduplicator;
        this.claim = claim;
        this.tracker = tracker;
        this.limits = limits;
        this.meter = meter;
        this.headroom = headroom;
        this.age = new EventAge(source, clock);
        this.events = events;
        this.clock = clock;
        this.repeated = tracker.rewind();
    }

    /**
     * Returns after a stop, with all settled and saved that could be in time.
     *
     * @param open told once the stream is open, and where it began
     */
    void run(StreamStart start, StopSignal stop, Consumer<StreamStart> open) throws InterruptedException {
        publisher.resume();
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
        throwFailure();
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
            throwFailure();
            if (event.isPresent()) {
                publish(event.get(), stop);
                if (event.get() instanceof ChangeEvent.Invalidate ended) {
                    return ended.header().point();
                }
            } else {
                publisher.flush();
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
        if (repeated.remove(header.point().text()) || sighting.isRepeat()) {
            meter.skipped();
            ticket.settle();
            return;
        }
        Message message;
        try {
            message = step.message(event);
        } catch (MillraceException e) {
            if (e.kind() != FailureKind.DATA) {
                throw e;
            }
            setAside(event, e, sighting, ticket);
            return;
        }
        long size = message.size();
        makeRoom(size, stop);
        long began = System.nanoTime();
        begin(size);
        CompletableFuture<Void> sent;
        try {
            meter.waiting(true);
            sent = handedOver(message);
        } catch (InterruptedException | RuntimeException e) {
            end(size);
            throw e;
        } finally {
            meter.waiting(false);
        }
        var _ = sent.whenComplete((_, thrown) -> {
            if (thrown == null) {
                meter.published(size);
                meter.took(System.nanoTime() - began);
                sighting.settled();
                ticket.settle();
            } else {
                failed(event, thrown, sighting, ticket);
            }
            end(size);
        });
    }

    private void begin(long size) {
        underWay.begin(size);
        meter.begun(size);
    }

    private void end(long size) {
        meter.ended(size);
        underWay.end(size);
    }

    /** While memory is short, waits until less is under way; nothing may be waiting for a batch to be full then. */
    private void makeRoom(long size, StopSignal stop) throws InterruptedException, StreamStopped {
        if (underWay.hasRoom(size, headroom.mostBytes())) {
            return;
        }
        publisher.flush();
        meter.waiting(true);
        try {
            while (!underWay.awaitRoom(size, headroom.mostBytes(), GLANCE)) {
                throwFailure();
                if (stop.isRequested()) {
                    throw new StreamStopped();
                }
            }
        } finally {
            meter.waiting(false);
        }
    }

    /** Waits as long as the publisher wants; {@link #release} ends that. */
    private CompletableFuture<Void> handedOver(Message message) throws InterruptedException {
        synchronized (waiting) {
            waiting.set(Thread.currentThread());
        }
        try {
            return publisher.publish(message);
        } finally {
            synchronized (waiting) {
                waiting.set(null);
                if (released) {
                    // Released just as the publisher took it: an interrupt that stays would cut the drain short.
                    var _ = Thread.interrupted();
                }
            }
        }
    }

    /** Lets a reader go that waits for its publisher, once the stream is to stop. From any thread. */
    void release() {
        synchronized (waiting) {
            Thread reader = waiting.get();
            if (reader != null) {
                released = true;
                reader.interrupt();
            }
        }
    }

    /** Why a message was not stored. */
    static MillraceException reason(Throwable thrown) {
        return thrown instanceof MillraceException known
                ? known
                : thrown.getCause() instanceof MillraceException cause
                        ? cause
                        : new MillraceException(
                                FailureKind.FAILED,
                                "cannot publish: " + thrown,
                                "see the stack trace with --debug",
                                thrown);
    }

    private void failed(
            ChangeEvent event, Throwable thrown, Deduplicator.Sighting sighting, ResumeTracker.Ticket ticket) {
        MillraceException reason = reason(thrown);
        if (reason.kind() == FailureKind.DATA) {
            try {
                setAside(event, reason, sighting, ticket);
                return;
            } catch (MillraceException e) {
                reason = e;
            }
        }
        failure.compareAndSet(null, reason);
    }

    private void setAside(
            ChangeEvent event, MillraceException reason, Deduplicator.Sighting sighting, ResumeTracker.Ticket ticket) {
        rejects.reject(event, reason.problem());
        meter.rejected();
        events.accept(new StreamEvent.EventRejected(
                name, event.header().operation(), event.header().namespace(), reason.problem()));
        sighting.settled();
        ticket.settle();
    }

    /** Lets end what is under way, and saves how far it came. */
    private void settle() throws InterruptedException {
        publisher.flush();
        int left = underWay.await(limits.drain());
        if (left > 0) {
            events.accept(new StreamEvent.DrainEnded(name, left));
        }
        save();
    }

    private void saveIfDue() {
        boolean time = System.nanoTime() - lastSave >= limits.saveEvery().toNanos();
        if (time || unsaved >= limits.saveEvents()) {
            // A stream that is never idle and never fills a batch would hold back its events without end.
            publisher.flush();
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
            events.accept(new StreamEvent.SaveFailed(name, e.problem()));
        }
    }

    private void throwFailure() {
        MillraceException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
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
