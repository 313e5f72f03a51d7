package dev.millrace.observe;

import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonString;
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
            LOG.log(level, text(EventFields.of(event)));
        }
    }

    private static String text(BsonDocument fields) {
        String name = fields.getString("event").getValue();
        return fields.entrySet().stream()
                .filter(field -> !field.getKey().equals("event"))
                .map(field -> field.getKey() + "="
                        + (field.getValue() instanceof BsonString string
                                ? quoted(string.getValue())
                                : plain(field.getValue())))
                .collect(Collectors.joining(" ", name + " ", ""));
    }

    private static String plain(org.bson.BsonValue value) {
        return value.isBoolean()
                ? String.valueOf(value.asBoolean().getValue())
                : value.isDouble()
                        ? String.valueOf(Math.round(value.asDouble().getValue()))
                        : String.valueOf(value.asNumber().longValue());
    }

    private static String quoted(String text) {
        return text.matches("\\S+") ? text : "\"" + text.replace("\"", "'") + "\"";
    }
}
