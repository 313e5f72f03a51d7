package dev.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class AttributesTest {

    private static Attributes two() {
        Attributes.Builder builder = new Attributes.Builder(1);
        builder.add("eventId", "8265");
        builder.add("operation", "insert");
        return builder.build();
    }

    @Test
    void isTheMapThatItWasToldToBeInItsOrder() {
        assertThat(two()).containsExactly(Map.entry("eventId", "8265"), Map.entry("operation", "insert"));
        assertThat(two()).hasSize(2).isEqualTo(Map.of("operation", "insert", "eventId", "8265"));
        assertThat(two()).hasSameHashCodeAs(Map.of("operation", "insert", "eventId", "8265"));
        assertThat(two().get("operation")).isEqualTo("insert");
        assertThat(two().get("insert")).isNull();
        assertThat(two().containsKey("eventId")).isTrue();
        assertThat(two().containsKey("8265")).isFalse();
    }

    @Test
    void hasRoomToSpareOrNone() {
        assertThat(new Attributes.Builder(6).build()).isEmpty();
        Attributes.Builder builder = new Attributes.Builder(0);
        for (int i = 0; i < 50; i++) {
            builder.add("name" + i, "value" + i);
        }
        Attributes fifty = builder.build();
        builder.add("late", "more");
        assertThat(fifty).hasSize(50).containsEntry("name49", "value49").doesNotContainKey("late");
    }

    @Test
    void endsAtItsEndAndDoesNotChange() {
        Iterator<Map.Entry<String, String>> entries = two().entrySet().iterator();
        entries.next();
        entries.next();
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> two().put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> two().remove("eventId")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aMessageKeepsItsOwnAndCountsThem() {
        Map<String, String> given = new LinkedHashMap<>(Map.of("eventId", "8265"));
        Message message = new Message(ByteBuffer.wrap(new byte[10]), given, "lane-1");
        given.put("late", "more");

        assertThat(message.attributes()).containsExactly(Map.entry("eventId", "8265"));
        assertThat(message.size()).isEqualTo(10 + 2 * (6 + 7 + 4));
        assertThat(new Message(message.data(), message.attributes(), "").attributes())
                .isSameAs(message.attributes());
    }
}
