package dev.millrace.state;

import dev.millrace.model.MillraceException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A claim that a server keeps for as long as its lease is renewed. It remembers the last place, so that a server that lost
 * it gets it back. Calls may come from several threads; they go to the server one at a time.
 */
public abstract class LeasedClaim implements StreamClaim {

    private final String stream;
    private final String store;
    private long saves;
    private @Nullable SavedPoint last;
    private boolean closed;

    /** @param store as messages name it */
    protected LeasedClaim(String stream, String store) {
        this.stream = stream;
        this.store = store;
    }

    protected final String stream() {
        return stream;
    }

    /** What the server has. */
    protected abstract Optional<SavedPoint> read();

    /**
     * Renews the lease, and writes the place unless the server has a newer one of this claim: a save may arrive late.
     *
     * @param attempt what is tried, as a verb phrase in front of the stream's name
     * @param saves   how often this claim has saved
     * @param place   null where none is known
     * @return false where the claim is no longer the newest
     */
    protected abstract boolean keep(String attempt, long saves, @Nullable SavedPoint place);

    /** Gives the stream free where the claim is still the newest. */
    protected abstract void release();

    @Override
    public final synchronized Optional<SavedPoint> load() {
        Optional<SavedPoint> found = read();
        found.ifPresent(point -> last = point);
        return found;
    }

    @Override
    public final synchronized void save(SavedPoint point) {
        saves++;
        last = point;
        keep("save");
    }

    @Override
    public final synchronized void renew() {
        keep("renew the claim of");
    }

    private void keep(String attempt) {
        if (closed || !keep(attempt, saves, last)) {
            throw StreamConflict.lost(stream, store);
        }
    }

    @Override
    public final synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            release();
        } catch (MillraceException e) {
            StreamConflict.throwUnlessAway(e);
        }
    }
}
