package dev.millrace.publish.event;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.NameTexts;
import dev.millrace.bson.TypeByte;
import dev.millrace.bson.XxHash64;
import dev.millrace.model.Change;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeHeader;
import dev.millrace.publish.Attributes;
import dev.millrace.publish.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/**
 * What every message says of its event, whatever its format: `eventId` (the resume token or its digest), `operation`,
 * `namespace`, `documentId`, `clusterTime` (`seconds.increment`), `contentType`.
 */
final class EventAttributes {

    /** Pub/Sub takes values of up to 1024 bytes; an _id may be longer. */
    private static final int LONGEST_ID = 256;

    /** Attributes that any event may have. */
    private static final int MOST = 6;

    private static final int LONGEST_VALUE_BYTES = 1024;

    /** Of UTF-8, for each char of Java. */
    private static final int MOST_BYTES_OF_A_CHAR = 3;

    private static final HexFormat HEX = HexFormat.of();

    private static final JsonWriterSettings RELAXED =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    private EventAttributes() {}

    /** One of the change's own attributes stands for the event's of that name. */
    static Attributes of(Change change, String contentType) {
        ChangeHeader header = change.event().header();
        Map<String, String> own = change.attributes();
        Attributes.Builder all = new Attributes.Builder(MOST + own.size());
        add(all, own, Message.EVENT_ID, eventId(change));
        add(all, own, "operation", header.operation());
        String namespace = header.namespace();
        if (!namespace.isEmpty()) {
            add(all, own, "namespace", namespace);
        }
        String id = documentId(change.key());
        if (id != null && id.length() <= LONGEST_ID) {
            add(all, own, "documentId", id);
        }
        BsonTimestamp time = header.clusterTime();
        if (time != null) {
            add(all, own, "clusterTime", Integer.toUnsignedString(time.getTime()) + "." + time.getInc());
        }
        add(all, own, "contentType", contentType);
        own.forEach(all::add);
        return all.build();
    }

    private static void add(Attributes.Builder to, Map<String, String> own, String name, String value) {
        if (!own.containsKey(name)) {
            to.add(name, value);
        }
    }

    /**
     * The key by which messages keep their order: one of a fixed number of lanes, always the same for a document. What
     * concerns a whole collection is in a lane of its own.
     */
    static String orderingKey(ChangeEvent event, int lanes) {
        if (lanes == 0) {
            return "";
        }
        if (!(event instanceof ChangeEvent.OfDocument document)) {
            return "collection-" + event.header().namespace();
        }
        ByteBuffer key = EventBytes.of(document.key());
        long hash = XxHash64.hash(key.array(), key.arrayOffset() + key.position(), key.remaining(), 0);
        return "lane-" + Long.remainderUnsigned(hash, lanes);
    }

    /** What tells the event from all others; its hash, which is as stable, where that is too long (Cosmos DB). */
    static String eventId(Change change) {
        String text = change.eventId();
        if (text.length() <= LONGEST_VALUE_BYTES / MOST_BYTES_OF_A_CHAR) {
            return text;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= LONGEST_VALUE_BYTES) {
            return text;
        }
        try {
            return "sha256-"
                    + HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(utf8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An ObjectId as its hex digits and a string as it is; anything else as relaxed Extended JSON. Null for no `_id`. */
    private static @Nullable String documentId(@Nullable BsonDocument key) {
        if (key == null) {
            return null;
        }
        ByteBuffer bytes = EventBytes.of(key);
        BsonCursor field = new BsonCursor();
        field.open(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        while (field.next()) {
            if (NameTexts.of(field).equals("_id")) {
                return switch (field.type()) {
                    case TypeByte.OBJECT_ID ->
                        HEX.formatHex(field.bytes(), field.valueOffset(), field.valueOffset() + field.valueLength());
                    case TypeByte.STRING ->
                        new String(field.bytes(), field.textOffset(), field.textLength(), StandardCharsets.UTF_8);
                    default -> {
                        String json = new BsonDocument("v", key.get("_id")).toJson(RELAXED);
                        yield json.substring(json.indexOf(':') + 2, json.length() - 1);
                    }
                };
            }
        }
        return null;
    }
}
