package dev.millrace.publish.pubsub;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.iam.v1.TestIamPermissionsRequest;
import com.google.pubsub.v1.GetTopicRequest;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import java.time.Duration;
import java.util.List;

/** Looks whether a topic is there and may be published to. */
final class PubSubCheck {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final String PUBLISH = "pubsub.topics.publish";

    private final PubSubClient client;
    private final PubSubTopic topic;

    PubSubCheck(PubSubClient client, PubSubTopic topic) {
        this.client = client;
        this.topic = topic;
    }

    List<Finding> findings() {
        try {
            Finding presence = presence();
            return presence.verdict() == Finding.Verdict.BAD ? List.of(presence) : List.of(presence, permission());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Finding.bad("topic", MillraceException.interrupted("looking at " + topic)));
        }
    }

    private Finding presence() throws InterruptedException {
        long begin = System.nanoTime();
        try {
            Answers.ask(
                    client.publisher().getTopicCallable(),
                    GetTopicRequest.newBuilder().setTopic(topic.path()).build(),
                    DEADLINE);
        } catch (ApiException e) {
            if (PubSubFailure.code(e) != Code.PERMISSION_DENIED) {
                return Finding.bad("topic", PubSubFailure.of("look at " + topic, topic, e));
            }
            // roles/pubsub.publisher alone allows to publish, and not to look.
            return Finding.good("topic", topic + " answers in " + millis(begin) + ", and may not be looked at");
        }
        return Finding.good("topic", topic + " is there, answers in " + millis(begin));
    }

    private Finding permission() throws InterruptedException {
        try {
            boolean allowed = Answers.ask(
                            client.publisher().testIamPermissionsCallable(),
                            TestIamPermissionsRequest.newBuilder()
                                    .setResource(topic.path())
                                    .addPermissions(PUBLISH)
                                    .build(),
                            DEADLINE)
                    .getPermissionsList()
                    .contains(PUBLISH);
            return allowed
                    ? Finding.good("publishing", topic + " may be published to")
                    : Finding.bad(
                            "publishing",
                            topic + " is not there, or may not be published to",
                            "grant roles/pubsub.publisher on the topic to the account that millrace runs as;"
                                    + " `millrace setup` shows the command");
        } catch (ApiException e) {
            return PubSubFailure.code(e) == Code.UNIMPLEMENTED
                    ? Finding.good("publishing", client.address() + " knows no permissions")
                    : Finding.bad("publishing", PubSubFailure.of("ask what is allowed on " + topic, topic, e));
        }
    }

    private static String millis(long begin) {
        return (System.nanoTime() - begin) / 1_000_000 + " ms";
    }
}
