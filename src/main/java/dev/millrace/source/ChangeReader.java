package dev.millrace.source;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.StreamStart;
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

    /**
     * Where the stream was opened; never Now, as far as the server tells its time. To begin there again where a stream
     * was lost before it had a {@link #position}: beginning at a later now would leave a gap.
     */
    StreamStart beginning();

    @Override
    void close();
}
