package dev.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.model.Finding;
import dev.millrace.publish.Message;
import dev.millrace.publish.Publisher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every publisher does. */
public abstract class PublisherContract {

    /** A publisher to an empty place; the caller closes it. */
    protected abstract Publisher publisher();

    /** What is in that place, messages of an ordering key in the order of storing. */
    protected abstract List<Message> stored();

    @Test
    void storesBodyAttributesAndOrderingKey() throws InterruptedException {
        Message message =
                message("{\"text\": \"Grüße 🚀\"}", Map.of("eventId", "8263", "operation", "insert"), "lane-3");

        try (Publisher publisher = publisher()) {
            CompletableFuture<Void> stored = publisher.publish(message);
            publisher.flush();
            stored.join();
        }

        assertThat(stored()).hasSize(1);
        Message arrived = stored().getFirst();
        assertThat(text(arrived)).isEqualTo(text(message));
        assertThat(arrived.attributes()).containsAllEntriesOf(message.attributes());
        assertThat(arrived.orderingKey()).isEqualTo("lane-3");
    }

    @Test
    void keepsTheOrderOfEachKey() throws InterruptedException {
        List<CompletableFuture<Void>> all = new ArrayList<>();

        try (Publisher publisher = publisher()) {
            for (int i = 0; i < 1_000; i++) {
                all.add(publisher.publish(numbered(i, "lane-" + i % 7)));
            }
            publisher.flush();
            all.forEach(CompletableFuture::join);
        }

        assertThat(stored()).hasSize(1_000);
        for (int lane = 0; lane < 7; lane++) {
            String key = "lane-" + lane;
            assertThat(stored().stream()
                            .filter(message -> message.orderingKey().equals(key))
                            .map(PublisherContract::number))
                    .as(key)
                    .isSorted();
        }
    }

    @Test
    void storesMessagesWithoutAnOrderingKey() throws InterruptedException {
        try (Publisher publisher = publisher()) {
            for (int i = 0; i < 50; i++) {
                var _ = publisher.publish(numbered(i, ""));
            }
        }

        assertThat(stored())
                .hasSize(50)
                .allSatisfy(message -> assertThat(message.orderingKey()).isEmpty());
    }

    @Test
    void confirmsWhatWasFlushed() throws InterruptedException {
        try (Publisher publisher = publisher()) {
            CompletableFuture<Void> first = publisher.publish(numbered(1, "a"));
            CompletableFuture<Void> second = publisher.publish(numbered(2, "b"));

            publisher.flush();

            Eventually.until("both are confirmed", () -> first.isDone() && second.isDone());
            assertThat(stored()).hasSize(2);
        }
    }

    @Test
    void storesWhatWasTakenWhenItIsClosed() throws InterruptedException {
        Publisher publisher = publisher();
        CompletableFuture<Void> stored = publisher.publish(numbered(1, "a"));

        publisher.close();

        assertThat(stored).isCompletedWithValue(null);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void resumesWithoutAFailureToo() throws InterruptedException {
        try (Publisher publisher = publisher()) {
            publisher.flush();
            publisher.resume();
            var _ = publisher.publish(numbered(1, "a"));
            publisher.resume();
            var _ = publisher.publish(numbered(2, "a"));
        }

        assertThat(stored().stream().map(PublisherContract::number)).containsExactly(1, 2);
    }

    @Test
    void findsNothingWrongWithAPlaceThatIsThere() {
        try (Publisher publisher = publisher()) {
            assertThat(publisher.check())
                    .isNotEmpty()
                    .allSatisfy(finding -> assertThat(finding.verdict()).isEqualTo(Finding.Verdict.GOOD));
            assertThat(publisher.description()).isNotBlank();
        }
    }

    protected static Message numbered(int number, String key) {
        return message("{\"n\": " + number + "}", Map.of("n", "" + number), key);
    }

    protected static Message message(String json, Map<String, String> attributes, String key) {
        Map<String, String> all = new HashMap<>(attributes);
        all.put("contentType", "application/json");
        return new Message(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), all, key);
    }

    protected static int number(Message message) {
        return Integer.parseInt(message.attributes().get("n"));
    }

    private static String text(Message message) {
        return StandardCharsets.UTF_8.decode(message.data()).toString();
    }
}
