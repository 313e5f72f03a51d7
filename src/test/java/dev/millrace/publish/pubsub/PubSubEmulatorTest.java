package dev.millrace.publish.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import dev.millrace.contract.PublisherContract;
import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.pubsub.PubSubEmulator;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.Message;
import dev.millrace.publish.Publisher;
import dev.millrace.publish.SetupStep.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same, and more, against Google's own emulator, where it is installed. */
class PubSubEmulatorTest extends PublisherContract {

    private static Optional<PubSubEmulator> emulator = Optional.empty();

    private final PubSubTopic topic = new PubSubTopic("project", "orders-" + UUID.randomUUID());
    private final List<Message> received = new ArrayList<>();
    private PubSubClient client;

    @BeforeAll
    static void startEmulator() {
        emulator = PubSubEmulator.start();
    }

    @AfterAll
    static void stopEmulator() {
        emulator.ifPresent(PubSubEmulator::close);
    }

    @BeforeEach
    void setUpTopic() {
        assumeTrue(emulator.isPresent(), "Google's Pub/Sub emulator is not installed");
        client = PubSubClient.connect(
                PubSubAddress.emulator(emulator.orElseThrow().host()));
        try (PubSubSetup setup = new PubSubSetup(client, false)) {
            assertThat(setup.topic(topic).outcome()).isEqualTo(Outcome.CREATED);
            assertThat(setup.subscription(topic, "reader-" + topic.name(), true).outcome())
                    .isEqualTo(Outcome.CREATED);
        }
    }

    @AfterEach
    void disconnect() {
        if (client != null) {
            client.close();
        }
    }

    @Override
    protected Publisher publisher() {
        return client.publisher(topic, PublishSettings.usual());
    }

    /** All that a subscriber gets until nothing comes any more. */
    @Override
    protected List<Message> stored() {
        try (SubscriberStub subscriber = client.subscriber()) {
            while (true) {
                List<ReceivedMessage> pulled = pull(subscriber);
                if (pulled.isEmpty()) {
                    return received;
                }
                pulled.forEach(each -> received.add(Messages.received(each.getMessage())));
            }
        }
    }

    @Test
    void setsUpNothingTwice() {
        try (PubSubSetup setup = new PubSubSetup(client, false)) {
            assertThat(setup.topic(topic).outcome()).isEqualTo(Outcome.PRESENT);
            assertThat(setup.subscription(topic, "reader-" + topic.name(), true).outcome())
                    .isEqualTo(Outcome.PRESENT);
        }
    }

    @Test
    void takesCompressedRequestsAndLargeMessages() throws InterruptedException {
        PublishSettings usual = PublishSettings.usual();
        PublishSettings compressed = new PublishSettings(usual.batching(), usual.flow(), usual.patience(), 4, true);
        List<CompletableFuture<Void>> all = new ArrayList<>();

        try (Publisher publisher = client.publisher(topic, compressed)) {
            all.add(publisher.publish(Messages.sized(1, "a", 9_900_000)));
            all.add(publisher.publish(Messages.sized(2, "a", 5_000)));
            publisher.flush();
            all.forEach(CompletableFuture::join);
        }

        assertThat(all).allMatch(CompletableFuture::isDone);
    }

    @Test
    void saysThatATopicIsNotThere() throws InterruptedException {
        try (Publisher publisher = client.publisher(new PubSubTopic("project", "missing"), PublishSettings.usual())) {
            CompletableFuture<Void> stored = publisher.publish(Messages.numbered(1, "a"));
            publisher.flush();

            assertThatThrownBy(stored::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(MillraceException.class, e -> {
                        assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND);
                        assertThat(e.hint()).contains("millrace setup --to pubsub://project/missing");
                    });
        }
    }

    @Test
    void keepsOrderAtSpeed() throws InterruptedException {
        int count = 20_000;
        try (PubSubPublisher publisher = client.publisher(
                topic, PublishSettings.usual().with(new PublishSettings.Batching(500, 1 << 20, Duration.ZERO)))) {
            for (int i = 0; i < count; i++) {
                var _ = publisher.publish(Messages.numbered(i, "lane-" + i % 64));
            }
            publisher.flush();
            Eventually.until("all are stored", () -> publisher.counts().messagesUnderWay() == 0);
        }

        List<Message> stored = stored();
        assertThat(stored).hasSize(count);
        for (int lane = 0; lane < 64; lane++) {
            String key = "lane-" + lane;
            assertThat(stored.stream()
                            .filter(message -> message.orderingKey().equals(key))
                            .map(PublisherContract::number))
                    .as(key)
                    .isSorted();
        }
    }

    private List<ReceivedMessage> pull(SubscriberStub subscriber) {
        String subscription = topic.subscriptionPath("reader-" + topic.name());
        List<ReceivedMessage> pulled = subscriber
                .pullCallable()
                .call(PullRequest.newBuilder()
                        .setSubscription(subscription)
                        .setMaxMessages(1_000)
                        .setReturnImmediately(true)
                        .build())
                .getReceivedMessagesList();
        if (!pulled.isEmpty()) {
            subscriber
                    .acknowledgeCallable()
                    .call(AcknowledgeRequest.newBuilder()
                            .setSubscription(subscription)
                            .addAllAckIds(pulled.stream()
                                    .map(ReceivedMessage::getAckId)
                                    .toList())
                            .build());
        }
        return pulled;
    }
}
