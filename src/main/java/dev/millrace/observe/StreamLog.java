package dev.millrace.observe;

import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.jboss.logging.Logger;

/** Writes each event of a stream to the log: its name, then its fields as key=value. */
public final class StreamLog implements Consumer<StreamEvent>, SampledLog.Output {

    private static final Logger LOG = Logger.getLogger("dev.millrace.stream");

    @Override
    public void accept(StreamEvent event) {
        Logger.Level level = level(event);
        if (isWanted(level)) {
            write(level, EventFields.of(event));
        }
    }

    /** How much an event matters where nothing else is configured. */
    static Logger.Level level(StreamEvent event) {
        return switch (event) {
            case StreamEvent.StreamProgress _ -> Logger.Level.DEBUG;
            case StreamEvent.StreamChanged _ -> Logger.Level.INFO;
            case StreamEvent.StreamRetried _,
                    StreamEvent.EventRejected _,
                    StreamEvent.SaveFailed _,
                    StreamEvent.DrainEnded _,
                    StreamEvent.MemoryPressed _ -> Logger.Level.WARN;
        };
    }

    @Override
    public boolean isWanted(Logger.Level level) {
        return LOG.isEnabled(level);
    }

    @Override
    public void write(Logger.Level level, BsonDocument fields) {
        LOG.log(level, LogLine.of(fields));
    }
}
