package dev.millrace.publish.pubsub;

import dev.millrace.model.FailureKind;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.Message;
import dev.millrace.publish.Publisher;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages to one topic. {@link Lanes} says what is sent next, a virtual thread for each request sends it, and a
 * message counts as stored once Pub/Sub has confirmed its request. Safe for use by many threads; futures complete on
 * threads of their own, which may block.
 */
public final class PubSubPublisher implements Publisher {

    /** How long {@link #close} waits for what is under way, and then for what it has interrupted. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private static final Duration FAREWELL_OF_INTERRUPTED = Duration.ofSeconds(2);

    private final PubSubTopic topic;
    private final PubSubClient client;
    private final PublishSettings settings;
    private final PublishMeter meter = new PublishMeter();
    private final BatchSender sender;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Condition dueSooner = lock.newCondition();
    private final Lanes lanes;
    private final Set<Thread> senders = new HashSet<>();
    private int messages;
    private long bytes;
    private int unsettled;
    private boolean closed;

    PubSubPublisher(PubSubTopic topic, PubSubClient client, PublishSettings settings) {
        this.topic = topic;
        this.client = client;
        this.settings = settings;
        this.sender = new BatchSender(topic, client, settings, new Random(), meter);
        this.lanes = new Lanes(settings.batching());
        if (settings.batching().maxLatency().isPositive()) {
            Thread.ofVirtual().name("pubsub-latency-" + topic.name()).start(this::sendWhatIsDue);
        }
    }

    @Override
    public String description() {
        return topic.toString();
    }

    @Override
    public CompletableFuture<Void> publish(Message message) throws InterruptedException {
        Pending pending = new Pending(message);
        Optional<MillraceException> refusal = MessageLimits.refusal(pending);
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(refusal.get());
        }
        lock.lockInterruptibly();
        try {
            MillraceException failure = awaitRoom(message.orderingKey(), pending.size());
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            messages++;
            bytes += pending.size();
            long waited = lanes.waitingSince();
            lanes.add(pending, System.nanoTime());
            signalIfSooner(waited);
            dispatch();
        } finally {
            lock.unlock();
        }
        return pending.stored();
    }

    /** Something may now be due before what {@link #sendWhatIsDue} waits for. */
    private void signalIfSooner(long waited) {
        if (lanes.waitingSince() < waited) {
            dueSooner.signal();
        }
    }

    /** Why the message is not taken; null once there is room for it. */
    private @Nullable MillraceException awaitRoom(String key, int size) throws InterruptedException {
        while (true) {
            if (closed) {
                return new MillraceException(FailureKind.FAILED, "the publisher to " + topic + " is closed", "");
            }
            MillraceException failure = lanes.failure(key);
            boolean room = messages < settings.flow().maxMessages()
                    && bytes + size <= settings.flow().maxBytes();
            if (failure != null || room || messages == 0) {
                return failure;
            }
            // Waiting for company would be in vain: nobody else comes in.
            lanes.hurry(System.nanoTime());
            dispatch();
            ended.await();
        }
    }

    @Override
    public void flush() {
        lock.lock();
        try {
            lanes.hurry(System.nanoTime());
            dispatch();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void resume() {
        lock.lock();
        try {
            lanes.resume();
        } finally {
            lock.unlock();
        }
    }

    /** What it has done, and what is under way. */
    public PublishCounts counts() {
        lock.lock();
        try {
            return meter.counts(messages, bytes);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Finding> check() {
        return new PubSubCheck(client, topic).findings();
    }

    private void dispatch() {
        long waited = lanes.waitingSince();
        Lanes.Batch next = nextBatch();
        while (next != null) {
            Lanes.Batch batch = next;
            Thread thread = Thread.ofVirtual().name("pubsub-" + topic.name()).unstarted(() -> send(batch));
            senders.add(thread);
            thread.start();
            next = nextBatch();
        }
        // What a full request has left over may wait now.
        signalIfSooner(waited);
    }

    private Lanes.@Nullable Batch nextBatch() {
        return senders.size() < settings.requests() ? lanes.take(System.nanoTime()) : null;
    }

    private void send(Lanes.Batch batch) {
        MillraceException failure = sender.send(batch.messages());
        List<Pending> alsoFailed;
        lock.lock();
        try {
            senders.remove(Thread.currentThread());
            long waited = lanes.waitingSince();
            alsoFailed = lanes.end(batch, failure, System.nanoTime());
            signalIfSooner(waited);
            gone(batch.messages());
            gone(alsoFailed);
            unsettled++;
            dispatch();
            ended.signalAll();
        } finally {
            lock.unlock();
        }
        // What follows from it may take its time, and must not be interrupted by the end of this publisher.
        Thread.interrupted();
        batch.messages().forEach(Pending::settle);
        alsoFailed.forEach(Pending::settle);
        settled();
    }

    private void settled() {
        lock.lock();
        try {
            unsettled--;
            if (closed) {
                ended.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void gone(List<Pending> settled) {
        messages -= settled.size();
        settled.forEach(pending -> bytes -= pending.size());
    }

    private void sendWhatIsDue() {
        lock.lock();
        try {
            while (!closed) {
                lanes.ripen(System.nanoTime());
                dispatch();
                long since = lanes.waitingSince();
                if (since == Long.MAX_VALUE) {
                    dueSooner.await();
                } else {
                    long waited = System.nanoTime() - since;
                    dueSooner.await(settings.batching().maxLatency().toNanos() - waited, TimeUnit.NANOSECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Sends what was taken, for seconds at most; what is left then fails. The client stays open. */
    @Override
    public void close() {
        List<Pending> left;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            ended.signalAll();
            dueSooner.signalAll();
            lanes.hurry(System.nanoTime());
            dispatch();
            if (!awaitEnd(FAREWELL)) {
                left = lanes.giveUp(MillraceException.interrupted("publishing to " + topic));
                gone(left);
                senders.forEach(Thread::interrupt);
                awaitEnd(FAREWELL_OF_INTERRUPTED);
            } else {
                left = List.of();
            }
        } finally {
            lock.unlock();
        }
        left.forEach(Pending::settle);
    }

    /** Whether nothing is under way any more, and everybody has been told. */
    private boolean awaitEnd(Duration time) {
        long nanos = time.toNanos();
        try {
            while (messages + unsettled > 0 && nanos > 0) {
                nanos = ended.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return messages + unsettled == 0;
    }
}
