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
import java.util.function.UnaryOperator;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * A dead-letter topic: the event as the server sent it, in canonical Extended JSON, with the attributes `reason`,
 * `eventId`, `operation` and `namespace`. An event that Pub/Sub does not take (its JSON is too large for a message, mostly)
 * is kept elsewhere first, and the topic gets a claim in its place: `{"eventId", "reason", "bytes", "kept"}`, where `bytes`
 * is the size of its BSON, with the attribute `claim` = `true`. Where the readers of the topic are not to see what
 * transforms hide, every event is kept elsewhere, and its `eventId` is a digest of the resume token, which tells keys.
 */
public final class PubSubRejectedEvents implements RejectedEvents {

    private final PubSubPublisher topic;
    private final RejectedEvents elsewhere;
    private final String place;
    private final @Nullable UnaryOperator<String> digest;

    private PubSubRejectedEvents(
            PubSubPublisher topic, RejectedEvents elsewhere, String place, @Nullable UnaryOperator<String> digest) {
        this.topic = topic;
        this.elsewhere = elsewhere;
        this.place = place;
        this.digest = digest;
    }

    /**
     * The topic gets whole events.
     *
     * @param topic closed by this
     * @param large keeps events that are too large for a message; closed by this
     * @param place what a claim says of it: a file's name, for example
     */
    public static PubSubRejectedEvents whole(PubSubPublisher topic, RejectedEvents large, String place) {
        return new PubSubRejectedEvents(topic, large, place, null);
    }

    /**
     * The topic gets claims and no contents.
     *
     * @param topic     closed by this
     * @param elsewhere keeps the events; closed by this
     * @param place     what a claim says of it
     * @param digest    of a resume token
     */
    public static PubSubRejectedEvents claims(
            PubSubPublisher topic, RejectedEvents elsewhere, String place, UnaryOperator<String> digest) {
        return new PubSubRejectedEvents(topic, elsewhere, place, digest);
    }

    @Override
    public void reject(ChangeEvent event, String reason) {
        String token = event.header().point().text();
        if (digest != null) {
            claim(event, reason, digest.apply(token));
            return;
        }
        try {
            Map<String, String> attributes = attributes(event.header(), reason, token);
            publish(new Message(ByteBuffer.wrap(json(event.header())), attributes, ""));
        } catch (MillraceException e) {
            if (e.kind() != FailureKind.DATA) {
                throw e;
            }
            claim(event, reason, token);
        }
    }

    /** Keeps the event elsewhere, and tells the topic where. */
    private void claim(ChangeEvent event, String reason, String eventId) {
        elsewhere.reject(event, reason);
        ChangeHeader header = event.header();
        BsonDocument claim = new BsonDocument("eventId", new BsonString(eventId))
                .append("reason", new BsonString(reason))
                .append("bytes", new BsonInt32(header.raw().getByteBuffer().remaining()))
                .append("kept", new BsonString(place));
        Map<String, String> attributes = attributes(header, reason, eventId);
        attributes.put("claim", "true");
        publish(new Message(ByteBuffer.wrap(claim.toJson().getBytes(StandardCharsets.UTF_8)), attributes, ""));
    }

    private static Map<String, String> attributes(ChangeHeader header, String reason, String eventId) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put("reason", cut(reason));
        attributes.put(Message.EVENT_ID, cut(eventId));
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
        try (elsewhere) {
            topic.close();
        }
    }
}
