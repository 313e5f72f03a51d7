package dev.millrace.pipeline;

import dev.millrace.model.ResumePoint;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Knows the place in a stream up to which every event is settled, in whatever order the events are. {@link #begin} and
 * {@link #idle} are called in the order of the stream, by one thread; {@link Ticket#settle} by any.
 */
final class ResumeTracker {

    private final ArrayDeque<Ticket> open = new ArrayDeque<>();
    private @Nullable ResumePoint safe;
    private @Nullable BsonTimestamp safeTime;
    private long settled;

    /** An event that was read and is not yet known to be safe. */
    final class Ticket {

        private final ResumePoint point;
        private final @Nullable BsonTimestamp time;
        private final int events;
        private boolean done;
        private boolean forgotten;

        private Ticket(ResumePoint point, @Nullable BsonTimestamp time, int events) {
            this.point = point;
            this.time = time;
            this.events = events;
        }

        /** The event is with its subscribers, or set aside: it need not be read again. */
        void settle() {
            synchronized (ResumeTracker.this) {
                if (!done && !forgotten) {
                    done = true;
                    settled += events;
                    advance();
                }
            }
        }
    }

    /**
     * @param safe  where the stream begins; null where nothing is known yet
     * @param count events settled before
     */
    ResumeTracker(@Nullable ResumePoint safe, @Nullable BsonTimestamp time, long count) {
        this.safe = safe;
        this.safeTime = time;
        this.settled = count;
    }

    synchronized Ticket begin(ResumePoint point, @Nullable BsonTimestamp time) {
        Ticket ticket = new Ticket(point, time, 1);
        open.add(ticket);
        return ticket;
    }

    /** The stream has come to this place without an event. */
    synchronized void idle(ResumePoint point) {
        Ticket ticket = new Ticket(point, null, 0);
        ticket.done = true;
        open.add(ticket);
        advance();
    }

    /** Where the stream can go on after a crash; empty before anything was read. */
    synchronized Optional<ResumePoint> safe() {
        return Optional.ofNullable(safe);
    }

    /** When the cluster ordered the last event before the safe place. */
    synchronized @Nullable BsonTimestamp safeTime() {
        return safeTime;
    }

    /** Events settled. */
    synchronized long settled() {
        return settled;
    }

    /**
     * Goes back to the safe place, from which the stream is to be read again.
     *
     * @return texts of the places behind it whose events are settled already, and are to be skipped
     */
    synchronized Set<String> rewind() {
        Set<String> repeated = new HashSet<>();
        for (Ticket ticket : open) {
            ticket.forgotten = true;
            if (ticket.done && ticket.events > 0) {
                repeated.add(ticket.point.text());
                settled--;
            }
        }
        open.clear();
        return repeated;
    }

    private void advance() {
        while (!open.isEmpty() && open.peek().done) {
            Ticket ticket = open.remove();
            safe = ticket.point;
            if (ticket.time != null) {
                safeTime = ticket.time;
            }
        }
    }
}
