package dev.millrace.publish.event;

import dev.millrace.bson.JsonBuffer;
import dev.millrace.model.Change;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeHeader;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.EventEncoder;
import dev.millrace.publish.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bson.BSONException;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of Debezium's MongoDB connector without its schema: `before`, `after`, `updateDescription`, `source`, `op`,
 * `ts_ms`, `transaction`; documents are texts of JSON in it. Debezium's message key is the attribute `key`. What concerns
 * no document (drop, rename, invalidate), which Debezium leaves out, is a message (`op` = `m`) with the event in
 * `message.content`. Source: debezium.io/documentation/reference/stable/connectors/mongodb.html, "Change event values".
 */
public final class DebeziumEncoder implements EventEncoder {

    private static final int LONGEST_KEY_BYTES = 1024;

    /** What Debezium writes: int32 and double as numbers, all else with its type. */
    @SuppressWarnings("deprecation") // the mode is old, and the one that Debezium has
    private static final JsonWriterSettings STRICT = JsonWriterSettings.builder()
            .outputMode(JsonMode.STRICT)
            .indent(true)
            .indentCharacters("")
            .newLineCharacters("")
            .build();

    private static final JsonWriterSettings RELAXED =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final JsonBuffer json = new JsonBuffer(4096);
    private final String name;
    private final String version;
    private final int lanes;
    private final InstantSource clock;

    /**
     * @param name    the connection's, Debezium's `topic.prefix`
     * @param version of this program
     * @param lanes   ordering keys in use; 0 for messages without order
     */
    public DebeziumEncoder(String name, String version, int lanes, InstantSource clock) {
        this.name = name;
        this.version = version;
        this.lanes = lanes;
        this.clock = clock;
    }

    @Override
    public Message encode(Change change) {
        json.clear();
        try {
            envelope(change);
        } catch (BSONException e) {
            throw new MillraceException(
                    FailureKind.DATA, "the event cannot be written as JSON: " + e.getMessage(), "", e);
        }
        Map<String, String> attributes = new HashMap<>(EventAttributes.of(change, JsonEncoder.CONTENT_TYPE));
        String key = key(change.key());
        if (!key.isEmpty() && key.getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY_BYTES) {
            attributes.put("key", key);
        }
        return new Message(
                ByteBuffer.wrap(Arrays.copyOf(json.bytes(), json.length())),
                attributes,
                EventAttributes.orderingKey(change.event(), lanes));
    }

    private void envelope(Change change) {
        ChangeHeader header = change.event().header();
        json.startObject();
        text("before", strict(change.before()));
        text("after", strict(change.document()));
        description(change.description());
        source(header, change.event() instanceof ChangeEvent.Existing);
        text("op", operation(change.event()));
        if (!(change.event() instanceof ChangeEvent.OfDocument)) {
            json.name("message");
            json.startObject();
            text("prefix", header.operation());
            text("content", header.raw().toJson(RELAXED));
            json.endObject();
        }
        times(clock.instant());
        text("transaction", null);
        json.endObject();
    }

    private static String operation(ChangeEvent event) {
        return switch (event) {
            case ChangeEvent.Insert _ -> "c";
            case ChangeEvent.Update _ -> "u";
            case ChangeEvent.Replace _ -> "u";
            case ChangeEvent.Delete _ -> "d";
            case ChangeEvent.Existing _ -> "r";
            case ChangeEvent.Drop _ -> "m";
            case ChangeEvent.Rename _ -> "m";
            case ChangeEvent.DropDatabase _ -> "m";
            case ChangeEvent.Invalidate _ -> "m";
            case ChangeEvent.Other _ -> "m";
        };
    }

    private void description(@Nullable BsonDocument description) {
        if (description == null) {
            text("updateDescription", null);
            return;
        }
        json.name("updateDescription");
        json.startObject();
        json.name("removedFields");
        array(
                description.get("removedFields"),
                field -> json.string(field.asString().getValue()));
        text(
                "updatedFields",
                description.get("updatedFields") instanceof BsonDocument updated ? strict(updated) : null);
        json.name("truncatedArrays");
        array(description.get("truncatedArrays"), array -> {
            json.startObject();
            text("field", array.asDocument().getString("field").getValue());
            number("size", array.asDocument().getNumber("newSize").longValue());
            json.endObject();
        });
        json.endObject();
    }

    /** An empty array is null in Debezium. */
    private void array(@Nullable BsonValue value, Consumer<BsonValue> each) {
        if (!(value instanceof BsonArray array) || array.isEmpty()) {
            nothing();
            return;
        }
        json.startArray();
        array.forEach(element -> {
            json.element();
            each.accept(element);
        });
        json.endArray();
    }

    private void source(ChangeHeader header, boolean snapshot) {
        json.name("source");
        json.startObject();
        text("version", version);
        text("connector", "mongodb");
        text("name", name);
        text("snapshot", snapshot ? "true" : "false");
        text("db", header.database());
        text("sequence", null);
        text("collection", header.collection());
        BsonTimestamp time = header.clusterTime();
        number("ord", time == null ? 0 : time.getInc());
        RawBsonDocument transaction = header.transaction();
        text("lsid", transaction != null && transaction.get("lsid") instanceof BsonDocument lsid ? strict(lsid) : null);
        if (transaction != null && transaction.isNumber("txnNumber")) {
            number("txnNumber", transaction.getNumber("txnNumber").longValue());
        } else {
            text("txnNumber", null);
        }
        if (header.wallTime() >= 0) {
            number("wallTime", header.wallTime());
        } else {
            text("wallTime", null);
        }
        times(
                time == null
                        ? Instant.ofEpochMilli(Math.max(0, header.wallTime()))
                        : Instant.ofEpochSecond(Integer.toUnsignedLong(time.getTime())));
        json.endObject();
    }

    private void times(Instant time) {
        long seconds = time.getEpochSecond();
        number("ts_ms", time.toEpochMilli());
        number("ts_us", seconds * 1_000_000 + time.getNano() / 1_000);
        number("ts_ns", seconds * 1_000_000_000 + time.getNano());
    }

    private static String key(@Nullable BsonDocument documentKey) {
        if (documentKey == null || !documentKey.containsKey("_id")) {
            return "";
        }
        String id = new BsonDocument("_", documentKey.get("_id")).toJson(RELAXED);
        JsonBuffer key = new JsonBuffer(256);
        key.startObject();
        key.name("id");
        key.string(id.substring("{\"_\": ".length(), id.length() - 1));
        key.endObject();
        return key.toString();
    }

    private static @Nullable String strict(@Nullable BsonDocument document) {
        return document == null ? null : document.toJson(STRICT);
    }

    private void text(String field, @Nullable String value) {
        json.name(field);
        if (value == null) {
            nothing();
        } else {
            json.string(value);
        }
    }

    private void number(String field, long value) {
        json.name(field);
        json.integer(value);
    }

    private void nothing() {
        json.raw(NULL);
    }
}
