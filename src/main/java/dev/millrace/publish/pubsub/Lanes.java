package dev.millrace.publish.pubsub;

import dev.millrace.model.MillraceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait, by ordering key, and which of them are sent next. All messages of a request have one key
 * (Pub/Sub refuses others), and of a key one request is under way at a time, for their order. Messages without a key have
 * no order: any number of full requests are under way, and a few that are not. Not safe for use by many threads: the owner
 * has a lock.
 */
final class Lanes {

    /** Requests without an ordering key under way while another may go before it is full: it fills where answers are slow. */
    private static final int SIDE_BY_SIDE = 4;

    private final PublishSettings.Batching batching;
    private final long maxBytes;
    private final Map<String, Lane> lanes = new HashMap<>();

    /** Not full and not due, in the order of their first messages. */
    private final TreeSet<Lane> waiting =
            new TreeSet<>(Comparator.comparingLong(Lane::since).thenComparing(Lane::key));

    private final ArrayDeque<Lane> ready = new ArrayDeque<>();

    /** What came until then waits for nothing. */
    private long hurriedAt = Long.MIN_VALUE;

    /** Messages that are sent in one request. */
    record Batch(Lane lane, List<Pending> messages) {}

    /** The messages of one ordering key. */
    static final class Lane {

        private final String key;
        private final ArrayDeque<Pending> queue = new ArrayDeque<>();
        private long bytes;
        private int underWay;
        private boolean isReady;
        private boolean isWaiting;
        private @Nullable MillraceException failure;

        private Lane(String key) {
            this.key = key;
        }

        private boolean isOrdered() {
            return !key.isEmpty();
        }

        private String key() {
            return key;
        }

        /** When its first message came. */
        private long since() {
            return queue.getFirst().since();
        }
    }

    Lanes(PublishSettings.Batching batching) {
        this.batching = batching;
        this.maxBytes = Math.min(batching.maxBytes(), MessageLimits.mostBytes());
    }

    /** Why the messages of a key are not taken at present; null where they are. */
    @Nullable
    MillraceException failure(String key) {
        Lane lane = lanes.get(key);
        return lane == null ? null : lane.failure;
    }

    /** @param now nanoseconds of a clock that does not go back */
    void add(Pending pending, long now) {
        Lane lane = lanes.computeIfAbsent(pending.message().getOrderingKey(), Lane::new);
        pending.came(now);
        lane.queue.add(pending);
        lane.bytes += pending.size();
        consider(lane, now);
    }

    private void consider(Lane lane, long now) {
        if (lane.isReady) {
            return;
        }
        boolean full = lane.queue.size() >= batching.maxMessages() || lane.bytes >= maxBytes;
        if (lane.isOrdered() ? lane.underWay > 0 : !full && lane.underWay >= SIDE_BY_SIDE) {
            // Looked at again when a request that is under way has ended.
            return;
        }
        if (full || isDue(lane, now)) {
            makeReady(lane);
        } else if (!lane.isWaiting) {
            lane.isWaiting = true;
            waiting.add(lane);
        }
    }

    private boolean isDue(Lane lane, long now) {
        return lane.since() <= hurriedAt
                || now - lane.since() >= batching.maxLatency().toNanos();
    }

    private void makeReady(Lane lane) {
        stopWaiting(lane);
        lane.isReady = true;
        ready.add(lane);
    }

    private void stopWaiting(Lane lane) {
        if (lane.isWaiting) {
            waiting.remove(lane);
            lane.isWaiting = false;
        }
    }

    /** Since when the first has waited of those that wait for company; {@link Long#MAX_VALUE} for none. */
    long waitingSince() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.first().since();
    }

    /** Nothing that is here waits for company any longer, also not what comes after a request that is under way. */
    void hurry(long now) {
        hurriedAt = now;
        while (!waiting.isEmpty()) {
            makeReady(waiting.first());
        }
    }

    /** Makes ready what has waited long enough, and tells in how many nanoseconds the next will; -1 for none. */
    long ripen(long now) {
        while (!waiting.isEmpty()) {
            Lane first = waiting.first();
            long left = batching.maxLatency().toNanos() - (now - first.since());
            if (left > 0) {
                return left;
            }
            makeReady(first);
        }
        return -1;
    }

    /** The next request; null where nothing is ready. Each is to be given back to {@link #end}. */
    @Nullable
    Batch take(long now) {
        Lane lane = ready.poll();
        if (lane == null) {
            return null;
        }
        lane.isReady = false;
        List<Pending> messages = new ArrayList<>();
        long bytes = 0;
        for (Pending next = lane.queue.peek();
                next != null
                        && messages.size() < batching.maxMessages()
                        && (messages.isEmpty() || bytes + next.size() <= maxBytes);
                next = lane.queue.peek()) {
            messages.add(lane.queue.remove());
            bytes += next.size();
        }
        lane.bytes -= bytes;
        lane.underWay++;
        if (!lane.queue.isEmpty()) {
            consider(lane, now);
        }
        return new Batch(lane, messages);
    }

    /**
     * A request has ended.
     *
     * @param failure for which the later messages of its key fail too; null for none
     * @return the messages that were waiting and fail
     */
    List<Pending> end(Batch batch, @Nullable MillraceException failure, long now) {
        Lane lane = batch.lane();
        lane.underWay--;
        List<Pending> failed = List.of();
        if (failure != null && lane.isOrdered()) {
            lane.failure = failure;
            failed = empty(lane, failure);
        }
        if (!lane.queue.isEmpty()) {
            consider(lane, now);
        } else if (lane.underWay == 0 && lane.failure == null) {
            lanes.remove(lane.key);
        }
        return failed;
    }

    /** Fails all that waits. */
    List<Pending> giveUp(MillraceException reason) {
        List<Pending> failed = new ArrayList<>();
        lanes.values().forEach(lane -> failed.addAll(empty(lane, reason)));
        ready.clear();
        return failed;
    }

    private List<Pending> empty(Lane lane, MillraceException reason) {
        List<Pending> failed = List.copyOf(lane.queue);
        failed.forEach(pending -> pending.fail(reason));
        stopWaiting(lane);
        lane.queue.clear();
        lane.bytes = 0;
        lane.isReady = false;
        ready.remove(lane);
        return failed;
    }

    /** Every key is taken again. */
    void resume() {
        Iterator<Lane> all = lanes.values().iterator();
        while (all.hasNext()) {
            Lane lane = all.next();
            lane.failure = null;
            if (lane.queue.isEmpty() && lane.underWay == 0) {
                all.remove();
            }
        }
    }
}
