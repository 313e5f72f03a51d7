package dev.millrace.pipeline;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.observe.StreamEvent;
import dev.millrace.observe.StreamMeter;
import dev.millrace.publish.Message;
import dev.millrace.publish.Publisher;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to a publisher, no more at once than memory allows, and hears what becomes of each: stored, set aside, or
 * the first failure, which ends it. Messages come from one thread.
 */
final class Outbox {

    /** How often a message that waits for room looks whether it has to stop. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final Outlet outlet;
    private final Publisher publisher;
    private final StreamMeter meter;
    private final UnderWay underWay = new UnderWay();
    private final AtomicReference<@Nullable MillraceException> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
    private final AtomicLong storedBytes = new AtomicLong();
    private final AtomicLong setAside = new AtomicLong();
    private boolean released;

    Outbox(Outlet outlet) {
        this.outlet = outlet;
        publisher = outlet.publisher();
        meter = outlet.meter();
    }

    /** Bytes of the messages that are stored. */
    long storedBytes() {
        return storedBytes.get();
    }

    /** Events that were rejected. */
    long setAside() {
        return setAside.get();
    }

    /**
     * Waits as long as the publisher wants, and while memory is short until less is under way.
     *
     * @param settled called once it is stored or set aside, by any thread; not after a failure
     * @param stop    ends a wait for memory
     * @return false where the stop came first, and the message was not handed over
     */
    boolean send(ChangeEvent event, Message message, Runnable settled, BooleanSupplier stop)
            throws InterruptedException {
        long size = message.size();
        if (!hasRoom(size, stop)) {
            return false;
        }
        long began = System.nanoTime();
        underWay.begin(size);
        meter.begun(size);
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
                storedBytes.addAndGet(size);
                meter.published(size);
                meter.took(System.nanoTime() - began);
                settled.run();
            } else {
                failed(event, thrown, settled);
            }
            end(size);
        });
        return true;
    }

    /** Rejects what can never be published, so that the rest goes on. */
    void setAside(ChangeEvent event, MillraceException reason, Runnable settled) {
        outlet.rejects().reject(event, reason.problem());
        setAside.incrementAndGet();
        meter.rejected();
        outlet.events()
                .accept(new StreamEvent.EventRejected(
                        outlet.stream(),
                        event.header().operation(),
                        event.header().namespace(),
                        reason.problem()));
        settled.run();
    }

    void flush() {
        publisher.flush();
    }

    /** Lets end what is under way; gives back how many messages still are when the time is over. */
    int await(Duration time) throws InterruptedException {
        publisher.flush();
        return underWay.await(time);
    }

    /** Throws why a message could not be stored, if one could not. */
    void throwFailure() {
        MillraceException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
    }

    /** Lets a sender go that waits for its publisher, once the stream is to stop. From any thread. */
    void release() {
        synchronized (waiting) {
            Thread sender = waiting.get();
            if (sender != null) {
                released = true;
                sender.interrupt();
            }
        }
    }

    /** While memory is short, waits until less is under way; nothing may be waiting for a batch to be full then. */
    private boolean hasRoom(long size, BooleanSupplier stop) throws InterruptedException {
        Headroom headroom = outlet.headroom();
        if (underWay.hasRoom(size, headroom.mostBytes())) {
            return true;
        }
        publisher.flush();
        meter.waiting(true);
        try {
            while (!underWay.awaitRoom(size, headroom.mostBytes(), GLANCE)) {
                throwFailure();
                if (stop.getAsBoolean()) {
                    return false;
                }
            }
            return true;
        } finally {
            meter.waiting(false);
        }
    }

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

    private void failed(ChangeEvent event, Throwable thrown, Runnable settled) {
        MillraceException reason = reason(thrown);
        if (reason.kind() == FailureKind.DATA) {
            try {
                setAside(event, reason, settled);
                return;
            } catch (MillraceException e) {
                reason = e;
            }
        }
        failure.compareAndSet(null, reason);
    }

    private void end(long size) {
        meter.ended(size);
        underWay.end(size);
    }

    private static MillraceException reason(Throwable thrown) {
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
}
