package dev.millrace.publish.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.pubsub.v1.Subscription;
import dev.millrace.doubles.pubsub.PubSubDouble;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.SetupStep;
import dev.millrace.publish.SetupStep.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PubSubSetupTest {

    private static final PubSubTopic TOPIC = new PubSubTopic("project", "orders");
    private static final String SUBSCRIPTION = "projects/project/subscriptions/reader";

    private final PubSubDouble service = PubSubDouble.start();
    private final PubSubClient client = PubSubClient.connect(PubSubAddress.emulator(service.host()));
    private final PubSubSetup setup = new PubSubSetup(client, false);

    @AfterEach
    void close() {
        setup.close();
        client.close();
        service.close();
    }

    @Test
    void createsATopicOnce() {
        assertThat(setup.topic(TOPIC)).isEqualTo(new SetupStep("topic", TOPIC.path(), Outcome.CREATED, ""));
        assertThat(setup.topic(TOPIC).outcome()).isEqualTo(Outcome.PRESENT);
        assertThat(service.topics()).containsExactly(TOPIC.path());
    }

    @Test
    void createsASubscriptionThatKeepsOrderAndNeverExpires() {
        setup.topic(TOPIC);

        assertThat(setup.subscription(TOPIC, "reader", true).outcome()).isEqualTo(Outcome.CREATED);
        assertThat(setup.subscription(TOPIC, "reader", true).outcome()).isEqualTo(Outcome.PRESENT);

        Subscription created = service.subscriptions().get(SUBSCRIPTION);
        assertThat(created.getEnableMessageOrdering()).isTrue();
        assertThat(created.hasExpirationPolicy()).isTrue();
        assertThat(created.getExpirationPolicy().hasTtl()).isFalse();
    }

    @Test
    void onlyLooksInADryRun() {
        try (PubSubSetup dry = new PubSubSetup(client, true)) {
            assertThat(dry.topic(TOPIC).outcome()).isEqualTo(Outcome.MISSING);
            assertThat(dry.subscription(TOPIC, "reader", true).outcome()).isEqualTo(Outcome.MISSING);
        }

        assertThat(service.topics()).isEmpty();
        assertThat(service.subscriptions()).isEmpty();
    }

    @Test
    void tellsOfASubscriptionThatKeepsNoOrder() {
        service.subscriptions()
                .put(
                        SUBSCRIPTION,
                        Subscription.newBuilder()
                                .setName(SUBSCRIPTION)
                                .setTopic(TOPIC.path())
                                .build());

        assertThat(setup.subscription(TOPIC, "reader", true).outcome()).isEqualTo(Outcome.DIFFERENT);
        assertThat(setup.subscription(TOPIC, "reader", false).outcome()).isEqualTo(Outcome.PRESENT);
    }

    @Test
    void tellsOfASubscriptionToAnotherTopic() {
        setup.subscription(new PubSubTopic("project", "other"), "reader", true);

        SetupStep step = setup.subscription(TOPIC, "reader", true);

        assertThat(step.outcome()).isEqualTo(Outcome.DIFFERENT);
        assertThat(step.detail()).contains("projects/project/topics/other");
    }

    @Test
    void saysWhichRoleItNeedsItself() {
        service.withholding("pubsub.topics.create");

        assertThatThrownBy(() -> setup.topic(TOPIC)).isInstanceOfSatisfying(MillraceException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(e.hint()).contains("roles/pubsub.editor", "project");
        });
    }
}
