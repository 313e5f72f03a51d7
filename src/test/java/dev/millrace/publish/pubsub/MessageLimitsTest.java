package dev.millrace.publish.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.Message;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageLimitsTest {

    @Test
    void takesWhatPubSubTakesAtMost() {
        Map<String, String> attributes = attributes(99);
        attributes.put("k".repeat(256), "v".repeat(1024));

        assertThat(refusal(message(1_000, attributes, "o".repeat(1024)))).isEmpty();
    }

    @Test
    void refusesMoreAttributes() {
        assertThat(refusal(message(0, attributes(101), ""))).contains("101 attributes");
    }

    @Test
    void countsBytesAndNotCharacters() {
        assertThat(refusal(message(0, Map.of("a", "ü".repeat(512)), ""))).isEmpty();
        assertThat(refusal(message(0, Map.of("a", "ü".repeat(513)), ""))).contains("attribute a");
        assertThat(refusal(message(0, Map.of("ü".repeat(129), "a"), ""))).contains("no attribute of the name");
        assertThat(refusal(message(0, Map.of(), "ü".repeat(513)))).contains("ordering key");
    }

    @Test
    void refusesNamesThatTheServiceKeepsForItself() {
        assertThat(refusal(message(0, Map.of("googclient", "a"), ""))).contains("googclient");
        assertThat(refusal(message(0, Map.of("", "a"), ""))).contains("no attribute of the name ''");
    }

    @Test
    void refusesALargeMessageAsData() {
        Pending pending = new Pending(message(PublishSettings.MOST_BYTES, Map.of(), ""));

        assertThat(MessageLimits.refusal(pending).map(MillraceException::kind)).contains(FailureKind.DATA);
    }

    private static String refusal(Message message) {
        return MessageLimits.refusal(new Pending(message))
                .map(MillraceException::problem)
                .orElse("");
    }

    private static Map<String, String> attributes(int count) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < count; i++) {
            attributes.put("name" + i, "value");
        }
        return attributes;
    }

    private static Message message(int bytes, Map<String, String> attributes, String key) {
        return new Message(ByteBuffer.wrap(new byte[bytes]), attributes, key);
    }
}
