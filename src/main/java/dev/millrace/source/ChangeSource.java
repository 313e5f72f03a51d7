package dev.millrace.source;

import dev.millrace.model.Finding;
import dev.millrace.model.StreamStart;
import java.time.Duration;
import java.util.List;

/**
 * Where changes come from: one ordered stream of one collection, database or deployment. Every failure is a {@link
 * dev.millrace.model.MillraceException}; kind TRANSIENT means that opening again after the last event may work, kind
 * HISTORY_LOST that it never will.
 */
public interface ChangeSource extends AutoCloseable {

    /** The source's URI without its secrets, and what is watched. */
    String description();

    /** Opens the stream; from then on the server counts it as reading from there. */
    ChangeReader open(StreamStart start);

    /**
     * Opens the stream with replies that are smaller than usual.
     *
     * @param mostEvents of one reply; 0 for as many as usual. A source without replies need not look at it.
     */
    default ChangeReader open(StreamStart start, int mostEvents) {
        return open(start);
    }

    /** How far the clock that stamps the events is ahead of this machine's; negative where it is behind. */
    default Duration clockAhead() {
        return Duration.ZERO;
    }

    /** Looks at everything a stream needs of this source; does not throw for what it finds. */
    List<Finding> check();

    @Override
    void close();
}
