package dev.millrace.publish.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import dev.millrace.publish.Message;
import java.nio.ByteBuffer;
import java.util.Map;

/** Messages of tests, which are told apart by a number. */
final class Messages {

    private Messages() {}

    static Message numbered(int number, String key) {
        return sized(number, key, 10);
    }

    static Message sized(int number, String key, int bytes) {
        return new Message(ByteBuffer.wrap(new byte[bytes]), Map.of("n", "" + number), key);
    }

    static int number(PubsubMessage message) {
        return Integer.parseInt(message.getAttributesOrThrow("n"));
    }

    static Message received(PubsubMessage message) {
        return new Message(
                message.getData().asReadOnlyByteBuffer(), message.getAttributesMap(), message.getOrderingKey());
    }
}
