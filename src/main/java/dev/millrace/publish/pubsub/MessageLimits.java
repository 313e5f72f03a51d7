package dev.millrace.publish.pubsub;

import com.google.protobuf.ByteString;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.Map;
import java.util.Optional;

/** What Pub/Sub takes of one message. Source: cloud.google.com/pubsub/quotas, "Resource limits". */
final class MessageLimits {

    static final int ATTRIBUTES = 100;
    static final int KEY_BYTES = 256;
    static final int VALUE_BYTES = 1024;

    private static final int ORDERING_KEY_BYTES = 1024;

    /** The topic's name and what else a request holds beside its messages. */
    private static final int REQUEST_FRAME = 600;

    private MessageLimits() {}

    /** Bytes of messages that fit into one request. */
    static int mostBytes() {
        return PublishSettings.MOST_BYTES - REQUEST_FRAME;
    }

    /** Kind DATA, for a message that Pub/Sub would never take; empty for all others. */
    static Optional<MillraceException> refusal(Pending pending) {
        if (pending.size() > mostBytes()) {
            return refused("it has " + pending.size() + " bytes, and Pub/Sub takes " + mostBytes());
        }
        Map<String, String> attributes = pending.message().getAttributesMap();
        if (attributes.size() > ATTRIBUTES) {
            return refused("it has " + attributes.size() + " attributes, and Pub/Sub takes " + ATTRIBUTES);
        }
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            String name = attribute.getKey();
            if (name.isEmpty() || name.startsWith("goog") || longer(name, KEY_BYTES)) {
                return refused("Pub/Sub takes no attribute of the name '" + shortened(name) + "'");
            }
            if (longer(attribute.getValue(), VALUE_BYTES)) {
                return refused("its attribute " + name + " has more than " + VALUE_BYTES + " bytes");
            }
        }
        return longer(pending.message().getOrderingKey(), ORDERING_KEY_BYTES)
                ? refused("its ordering key has more than " + ORDERING_KEY_BYTES + " bytes")
                : Optional.empty();
    }

    private static boolean longer(String text, int bytes) {
        return text.length() * 3 > bytes && ByteString.copyFromUtf8(text).size() > bytes;
    }

    private static String shortened(String name) {
        return name.length() > 40 ? name.substring(0, 40) + "…" : name;
    }

    private static Optional<MillraceException> refused(String reason) {
        return Optional.of(new MillraceException(
                FailureKind.DATA,
                "the message cannot be published: " + reason,
                "leave out fields by a transform or a projection, or name a dead_letter_topic"));
    }
}
