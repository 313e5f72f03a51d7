package dev.millrace.publish.pubsub;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.pubsub.v1.ExpirationPolicy;
import com.google.pubsub.v1.GetSubscriptionRequest;
import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.SetupStep;
import java.time.Duration;

/**
 * Creates topics and subscriptions that are not there, and changes none that are: what is done twice has the effect of
 * doing it once.
 */
public final class PubSubSetup implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final PubSubClient client;
    private final SubscriberStub subscriber;
    private final boolean dryRun;

    /**
     * @param client stays open
     * @param dryRun only look
     */
    public PubSubSetup(PubSubClient client, boolean dryRun) {
        this.client = client;
        this.subscriber = client.subscriber();
        this.dryRun = dryRun;
    }

    public SetupStep topic(PubSubTopic topic) {
        return step("topic", topic.path(), topic, () -> topicIsThere(topic), () -> createTopic(topic));
    }

    /** @param ordered whether the messages of an ordering key arrive one after another */
    public SetupStep subscription(PubSubTopic topic, String name, boolean ordered) {
        String path = topic.subscriptionPath(name);
        Subscription wanted = Subscription.newBuilder()
                .setName(path)
                .setTopic(topic.path())
                .setEnableMessageOrdering(ordered)
                // Without it Pub/Sub removes a subscription, with all that waits there, when nobody asks for 31 days.
                .setExpirationPolicy(ExpirationPolicy.getDefaultInstance())
                .build();
        return step(
                "subscription",
                path,
                topic,
                () -> difference(wanted, topic),
                () -> Answers.ask(subscriber.createSubscriptionCallable(), wanted, DEADLINE));
    }

    /** Asks the service and may be interrupted. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws InterruptedException;
    }

    /** @param looked what is wrong with what is there, empty for nothing; throws NOT_FOUND where it is not there */
    private SetupStep step(String kind, String path, PubSubTopic topic, Question<String> looked, Question<?> creation) {
        try {
            try {
                String wrong = looked.ask();
                return wrong.isEmpty()
                        ? new SetupStep(kind, path, SetupStep.Outcome.PRESENT, "")
                        : new SetupStep(kind, path, SetupStep.Outcome.DIFFERENT, wrong);
            } catch (ApiException e) {
                if (PubSubFailure.code(e) != Code.NOT_FOUND) {
                    throw e;
                }
            }
            if (dryRun) {
                return new SetupStep(kind, path, SetupStep.Outcome.MISSING, "");
            }
            creation.ask();
            return new SetupStep(kind, path, SetupStep.Outcome.CREATED, "");
        } catch (ApiException e) {
            if (PubSubFailure.code(e) == Code.ALREADY_EXISTS) {
                return new SetupStep(kind, path, SetupStep.Outcome.PRESENT, "");
            }
            throw failure(kind + " " + path, topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MillraceException.interrupted("setting up " + path);
        }
    }

    private String topicIsThere(PubSubTopic topic) throws InterruptedException {
        Answers.ask(
                client.publisher().getTopicCallable(),
                GetTopicRequest.newBuilder().setTopic(topic.path()).build(),
                DEADLINE);
        return "";
    }

    private Topic createTopic(PubSubTopic topic) throws InterruptedException {
        return Answers.ask(
                client.publisher().createTopicCallable(),
                Topic.newBuilder().setName(topic.path()).build(),
                DEADLINE);
    }

    private String difference(Subscription wanted, PubSubTopic topic) throws InterruptedException {
        Subscription there = Answers.ask(
                subscriber.getSubscriptionCallable(),
                GetSubscriptionRequest.newBuilder()
                        .setSubscription(wanted.getName())
                        .build(),
                DEADLINE);
        if (!there.getTopic().equals(topic.path())) {
            return "belongs to " + there.getTopic();
        }
        // Cannot be changed once a subscription is there.
        return wanted.getEnableMessageOrdering() && !there.getEnableMessageOrdering()
                ? "keeps no order; delete it, or choose another name"
                : "";
    }

    private static MillraceException failure(String what, PubSubTopic topic, ApiException e) {
        if (PubSubFailure.code(e) == Code.PERMISSION_DENIED) {
            return new MillraceException(
                    FailureKind.PERMISSION,
                    "cannot set up " + what + ": not allowed",
                    "run setup with an account that has roles/pubsub.editor in project " + topic.project(),
                    e);
        }
        MillraceException failure = PubSubFailure.of("set up " + what, topic, e);
        return failure.kind() == FailureKind.DATA
                ? MillraceException.usage(failure.problem(), "correct the name")
                : failure;
    }

    @Override
    public void close() {
        subscriber.shutdown();
    }
}
