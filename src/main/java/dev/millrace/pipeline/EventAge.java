package dev.millrace.pipeline;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.source.ChangeSource;
import java.time.Duration;
import java.time.InstantSource;
import org.bson.BsonTimestamp;

/**
 * Tells how old an event is by the clock that stamped it, which is the server's: it is compared with this machine's once
 * a minute. Stamps count whole seconds, so an age is too large by up to one of them. For use by one thread.
 */
final class EventAge {

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final ChangeSource source;
    private final InstantSource clock;
    private long aheadMillis;
    private long asked;
    private boolean everAsked;

    EventAge(ChangeSource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Milliseconds; never negative. */
    long millis(BsonTimestamp time) {
        if (!everAsked || System.nanoTime() - asked > EVERY.toNanos()) {
            ask();
        }
        return Math.max(0, clock.millis() + aheadMillis - time.getTime() * 1000L);
    }

    private void ask() {
        try {
            aheadMillis = source.clockAhead().toMillis();
        } catch (MillraceException e) {
            if (e.kind() == FailureKind.INTERRUPTED) {
                throw e;
            }
            // What was known still holds; the stream itself will say what is wrong with its server.
        }
        everAsked = true;
        asked = System.nanoTime();
    }
}
