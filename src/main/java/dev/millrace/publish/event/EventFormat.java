package dev.millrace.publish.event;

import dev.millrace.bson.JsonMode;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.EventEncoder;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The forms in which events can be published. */
public enum EventFormat {
    JSON,
    JSON_CANONICAL,
    BSON,
    CLOUDEVENTS,
    DEBEZIUM;

    /** @param name as it is configured: `json`, `json-canonical`, `bson`, `cloudevents`, `debezium` */
    public static EventFormat named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(name))
                .findFirst()
                .orElseThrow(() -> MillraceException.usage(
                        "'" + name + "' is not a format of events",
                        "use one of: "
                                + Arrays.stream(values()).map(EventFormat::word).collect(Collectors.joining(", "))));
    }

    /** As it is configured. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * An encoder for one thread.
     *
     * @param source  the connection's name in the configuration, which some formats tell of
     * @param version of this program
     * @param lanes   ordering keys in use; 0 for messages without order
     */
    public EventEncoder encoder(String source, String version, int lanes, InstantSource clock) {
        return switch (this) {
            case JSON -> new JsonEncoder(JsonMode.RELAXED, lanes);
            case JSON_CANONICAL -> new JsonEncoder(JsonMode.CANONICAL, lanes);
            case BSON -> new BsonEncoder(lanes);
            case CLOUDEVENTS -> new CloudEventsEncoder(source, lanes);
            case DEBEZIUM -> new DebeziumEncoder(source, version, lanes, clock);
        };
    }
}
