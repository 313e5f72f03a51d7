package dev.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.stream.PubSubSection;
import dev.millrace.doubles.HandClock;
import dev.millrace.doubles.pubsub.PubSubDouble;
import dev.millrace.publish.CircuitBreaker.State;
import dev.millrace.publish.GuardedPublisher;
import dev.millrace.publish.Message;
import dev.millrace.publish.RejectedEvents;
import dev.millrace.publish.SampleEvents;
import dev.millrace.publish.pubsub.PubSubAddress;
import dev.millrace.publish.pubsub.PublishSettings;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PubSubTargetTest {

    private static final String ORDERS = "projects/my-project/topics/orders";
    private static final String REJECTED = "projects/my-project/topics/rejected";
    private static final String EVENT =
            "{_id: {_data: '8263'}, operationType: 'drop', ns: {db: 'shop', coll: 'orders'}}";

    private final PubSubDouble service = PubSubDouble.start().withTopic(ORDERS).withTopic(REJECTED);

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void takesTheUsualSettingsWhereTheFileSaysNothing() {
        assertThat(PubSubTarget.settings(PubSubSection.usual())).isEqualTo(PublishSettings.usual());
    }

    @Test
    void publishesToATopicOfItsProjectBehindABreaker() throws InterruptedException {
        try (PubSubTarget target = target(PubSubSection.usual());
                GuardedPublisher publisher = target.publisher("orders")) {
            publisher
                    .publish(new Message(ByteBuffer.wrap(new byte[3]), Map.of(), "a"))
                    .join();

            assertThat(publisher.breaker().status().state()).isEqualTo(State.CLOSED);
            assertThat(publisher.description()).isEqualTo("pubsub://my-project/orders");
        }
        assertThat(service.stored(ORDERS)).hasSize(1);
    }

    @Test
    void hasOneBreakerForAllPublishersOfATopic() {
        try (PubSubTarget target = target(PubSubSection.usual());
                GuardedPublisher first = target.publisher("orders");
                GuardedPublisher second = target.publisher("pubsub://my-project/orders");
                GuardedPublisher other = target.publisher("rejected")) {
            assertThat(first.breaker()).isSameAs(second.breaker()).isNotSameAs(other.breaker());
            assertThat(target.breakers())
                    .containsOnlyKeys("pubsub://my-project/orders", "pubsub://my-project/rejected");
        }
    }

    @Test
    void putsRejectedEventsIntoTheDeadLetterTopicWhereThereIsOne() {
        try (PubSubTarget target = target(withDeadLetters(false));
                RejectedEvents rejects = target.rejects(directory.resolve("rejected.jsonl"), token -> "digest")) {
            rejects.reject(SampleEvents.of(EVENT), "reason");
        }

        assertThat(service.stored(REJECTED)).hasSize(1);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void tellsTheDeadLetterTopicOnlyWhereTheyAreWhereItMayHaveNoContents() {
        try (PubSubTarget target = target(withDeadLetters(true));
                RejectedEvents rejects = target.rejects(directory.resolve("rejected.jsonl"), token -> "digest")) {
            rejects.reject(SampleEvents.of(EVENT), "reason");
        }

        assertThat(service.stored(REJECTED))
                .singleElement()
                .satisfies(claim -> assertThat(claim.getAttributesMap()).containsEntry("eventId", "digest"));
        assertThat(directory.resolve("rejected.jsonl")).content().contains("\"reason\": \"reason\"");
    }

    @Test
    void putsThemIntoAFileWhereThereIsNone() {
        try (PubSubTarget target = target(PubSubSection.usual());
                RejectedEvents rejects = target.rejects(directory.resolve("rejected.jsonl"), token -> "digest")) {
            rejects.reject(SampleEvents.of(EVENT), "reason");
        }

        assertThat(directory.resolve("rejected.jsonl")).content().contains("\"reason\": \"reason\"");
    }

    private PubSubTarget target(PubSubSection section) {
        return new PubSubTarget(section, "my-project", PubSubAddress.emulator(service.host()), new HandClock());
    }

    private static PubSubSection withDeadLetters(boolean claimsOnly) {
        PubSubSection usual = PubSubSection.usual();
        return new PubSubSection(
                usual.projectId(),
                usual.endpoint(),
                usual.batch(),
                usual.flow(),
                usual.retry(),
                usual.breaker(),
                usual.orderingLanes(),
                usual.maxRequests(),
                usual.compression(),
                Optional.of("rejected"),
                claimsOnly);
    }
}
