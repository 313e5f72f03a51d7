package dev.millrace.observe;

import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Writes each event of a stream to the log: its name, then its fields as key=value. */
public final class StreamLog implements Consumer<StreamEvent> {

    private static final Logger LOG = Logger.getLogger("dev.millrace.stream");

    @Override
    public void accept(StreamEvent event) {
        Logger.Level level =
                switch (event) {
                    case StreamEvent.StreamProgress _ -> Logger.Level.DEBUG;
                    case StreamEvent.StreamChanged _ -> Logger.Level.INFO;
                    case StreamEvent.StreamRetried _,
                            StreamEvent.EventRejected _,
                            StreamEvent.SaveFailed _,
                            StreamEvent.DrainEnded _ -> Logger.Level.WARN;
                };
        if (LOG.isEnabled(level)) {
            LOG.log(level, LogLine.of(EventFields.of(event)));
        }
    }
}
