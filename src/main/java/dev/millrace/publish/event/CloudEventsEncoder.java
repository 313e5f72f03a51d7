package dev.millrace.publish.event;

import dev.millrace.bson.JsonMode;
import dev.millrace.model.Change;
import dev.millrace.model.ChangeHeader;
import dev.millrace.publish.EventEncoder;
import dev.millrace.publish.Message;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 in binary mode: the change event as JSON, and what is known of it as attributes that begin with `ce-`,
 * beside those that all formats have. Source: docs/spec/pubsub.md of github.com/googleapis/google-cloudevents, whose two
 * versions name the content type differently; both names are given.
 */
public final class CloudEventsEncoder implements EventEncoder {

    /** What an event's type begins with; its operation follows. */
    static final String TYPE = "dev.millrace.change.";

    private final JsonEncoder json;
    private final String source;
    private final int lanes;

    /**
     * @param source the connection's name, first part of `ce-source`
     * @param lanes  ordering keys in use; 0 for messages without order
     */
    public CloudEventsEncoder(String source, int lanes) {
        this.json = new JsonEncoder(JsonMode.RELAXED, lanes);
        this.source = source;
        this.lanes = lanes;
    }

    @Override
    public Message encode(Change change) {
        Map<String, String> attributes = new HashMap<>(EventAttributes.of(change, JsonEncoder.CONTENT_TYPE));
        ChangeHeader header = change.event().header();
        String lane = EventAttributes.orderingKey(change.event(), lanes);
        attributes.put("ce-specversion", "1.0");
        attributes.put("ce-id", EventAttributes.eventId(change));
        attributes.put("ce-source", source(header));
        attributes.put("ce-type", TYPE + header.operation());
        attributes.put("ce-datacontenttype", JsonEncoder.CONTENT_TYPE);
        attributes.put("content-type", JsonEncoder.CONTENT_TYPE);
        putIfThere(attributes, "ce-subject", attributes.get("documentId"));
        putIfThere(attributes, "ce-time", time(header));
        // The extension "partitioning" of the specification.
        putIfThere(attributes, "ce-partitionkey", lane.isEmpty() ? null : lane);
        return new Message(ByteBuffer.wrap(json.body(change)), attributes, lane);
    }

    private static void putIfThere(Map<String, String> attributes, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            attributes.put(name, value);
        }
    }

    private String source(ChangeHeader header) {
        StringBuilder path = new StringBuilder("/mongodb/").append(source);
        if (!header.database().isEmpty()) {
            path.append('/').append(header.database());
        }
        if (!header.collection().isEmpty()) {
            path.append('/').append(header.collection());
        }
        try {
            return new URI(null, null, path.toString(), null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable String time(ChangeHeader header) {
        if (header.wallTime() >= 0) {
            return Instant.ofEpochMilli(header.wallTime()).toString();
        }
        BsonTimestamp time = header.clusterTime();
        return time == null
                ? null
                : Instant.ofEpochSecond(Integer.toUnsignedLong(time.getTime())).toString();
    }
}
