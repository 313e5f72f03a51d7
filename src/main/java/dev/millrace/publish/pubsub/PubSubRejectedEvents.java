package dev.millrace.publish.pubsub;

import dev.millrace.bson.ExtendedJson;
import dev.millrace.bson.JsonBuffer;
import dev.millrace.bson.JsonMode;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeHeader;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.Message;
import dev.millrace.publish.RejectedEvents;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * A dead-letter topic: the event as the server sent it, in canonical Extended JSON, with the attributes `reason`,
 * `eventId`, `operation` and `namespace`. An event that Pub/Sub does not take (its JSON is too large for a message, mostly)
 * is kept elsewhere first, and the topic gets a claim in its place: `{"eventId", "reason", "bytes", "kept"}`, where `bytes`
 * is the size of its BSON, with the attribute `claim` = `true`.
 */
public final class PubSubRejectedEvents implements RejectedEvents {

    private final PubSubPublisher topic;
    private final RejectedEvents large;
    private final String largeName;

    /**
     * @param topic     closed by this
     * @param large     keeps events that are too large for a message; closed by this
     * @param largeName what a claim says of that place: a file's name, for example
     */
    public PubSubRejectedEvents(PubSubPublisher topic, RejectedEvents large, String largeName) {
        this.topic = topic;
        this.large = large;
        this.largeName = largeName;
    }

    @Override
    public void reject(ChangeEvent event, String reason) {
        Map<String, String> attributes = attributes(event.header(), reason);
        try {
            publish(new Message(ByteBuffer.wrap(json(event.header())), attributes, ""));
        } catch (MillraceException e) {
            if (e.kind() != FailureKind.DATA) {
                throw e;
            }
            large.reject(event, reason);
            publish(claim(event.header(), reason, attributes));
        }
    }

    private Message claim(ChangeHeader header, String reason, Map<String, String> attributes) {
        BsonDocument claim = new BsonDocument(
                        "eventId", new BsonString(header.point().text()))
                .append("reason", new BsonString(reason))
                .append("bytes", new BsonInt32(header.raw().getByteBuffer().remaining()))
                .append("kept", new BsonString(largeName));
        Map<String, String> more = new HashMap<>(attributes);
        more.put("claim", "true");
        return new Message(ByteBuffer.wrap(claim.toJson().getBytes(StandardCharsets.UTF_8)), more, "");
    }

    private static Map<String, String> attributes(ChangeHeader header, String reason) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put("reason", cut(reason));
        attributes.put(Message.EVENT_ID, cut(header.point().text()));
        attributes.put("operation", header.operation());
        if (!header.namespace().isEmpty()) {
            attributes.put("namespace", cut(header.namespace()));
        }
        attributes.put("contentType", "application/json");
        return attributes;
    }

    private static byte[] json(ChangeHeader header) {
        ByteBuffer raw = header.raw().getByteBuffer().asNIO();
        JsonBuffer buffer = new JsonBuffer(raw.remaining() * 2);
        new ExtendedJson(JsonMode.CANONICAL)
                .writeDocument(raw.array(), raw.arrayOffset() + raw.position(), raw.remaining(), buffer);
        return Arrays.copyOf(buffer.bytes(), buffer.length());
    }

    /** As much of a text as an attribute holds, without half a character at its end. */
    private static String cut(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= MessageLimits.VALUE_BYTES) {
            return text;
        }
        int end = MessageLimits.VALUE_BYTES;
        while ((utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8);
    }

    private void publish(Message message) {
        try {
            CompletableFuture<Void> stored = topic.publish(message);
            topic.flush();
            stored.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof MillraceException known
                    ? known
                    : new MillraceException(
                            FailureKind.FAILED,
                            "cannot publish to " + topic.description() + ": " + e.getCause(),
                            "",
                            e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MillraceException.interrupted("publishing to " + topic.description());
        }
    }

    @Override
    public void close() {
        try (large) {
            topic.close();
        }
    }
}
