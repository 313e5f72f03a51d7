package dev.millrace.observe;

import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Writes each event to the log: its name, then its fields as key=value. */
public final class LogEvents implements Consumer<RunEvent> {

    private static final Logger LOG = Logger.getLogger("dev.millrace.run");

    @Override
    public void accept(RunEvent event) {
        Logger.Level level =
                switch (event) {
                    case RunEvent.ProgressMade _, RunEvent.IndexesBuilding _ -> Logger.Level.DEBUG;
                    case RunEvent.RunStarted _,
                            RunEvent.ChunkCommitted _,
                            RunEvent.ChunkRetried _,
                            RunEvent.ChunkFailed _,
                            RunEvent.LeaseLost _,
                            RunEvent.ProcessReplaced _,
                            RunEvent.StoreRetried _,
                            RunEvent.IndexesBuilt _,
                            RunEvent.RunStopping _,
                            RunEvent.RunEnded _ -> Logger.Level.INFO;
                };
        if (LOG.isEnabled(level)) {
            LOG.log(level, LogLine.of(EventFields.of(event)));
        }
    }
}
