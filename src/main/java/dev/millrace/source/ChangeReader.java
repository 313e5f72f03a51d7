package dev.millrace.source;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ResumePoint;
import java.util.Optional;

/** An open change stream. For use by one thread; {@link #close} may be called by another, and ends a waiting next. */
public interface ChangeReader extends AutoCloseable {

    /**
     * The next event, waiting for it a second or so; empty when none came. Behind an invalidate event there is none: the
     * failure is then TRANSIENT, as for everything that opening again after the last event may mend.
     */
    Optional<ChangeEvent> next();

    /**
     * The place up to which everything was given by {@link #next}. It moves on while nothing happens, so that an idle
     * stream's place does not fall out of the server's history. Empty before the server has said any.
     */
    Optional<ResumePoint> position();

    @Override
    void close();
}
