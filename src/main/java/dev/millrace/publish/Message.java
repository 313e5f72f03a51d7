package dev.millrace.publish;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * What a subscriber gets of one event.
 *
 * @param data        the body, read-only, from its position to its limit
 * @param attributes  what can be known without reading the body, `eventId` among it
 * @param orderingKey messages of one key arrive in the order in which they were published; empty for none
 */
public record Message(ByteBuffer data, Map<String, String> attributes, String orderingKey) {

    /** An attribute that stays the same however often an event is published. */
    public static final String EVENT_ID = "eventId";

    public Message {
        data = data.asReadOnlyBuffer();
        attributes = Attributes.of(attributes);
    }

    /** The body, for a reader of its own. */
    @Override
    public ByteBuffer data() {
        return data.duplicate();
    }

    /** Bytes that count for limits: the body and the attributes as UTF-16 would be at most. */
    public long size() {
        return data.remaining() + 2L * (orderingKey.length() + ((Attributes) attributes).characters());
    }
}
