package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.GcsSettings;
import dev.millrace.config.SetupSettings;
import dev.millrace.config.StreamSettings;
import dev.millrace.config.stream.PubSubSection;
import dev.millrace.config.stream.StreamConfig;
import dev.millrace.config.stream.StreamSource;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.SetupStep;
import dev.millrace.publish.pubsub.PubSubClient;
import dev.millrace.publish.pubsub.PubSubSetup;
import dev.millrace.publish.pubsub.PubSubTopic;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Creates the topics and subscriptions that streams need, and tells which roles are needed on them. */
@ApplicationScoped
public class SetupJob {

    /** Rejected events would be lost in a topic that nobody is subscribed to. */
    private static final String DEAD_LETTER_SUBSCRIPTION = "{topic}-sub";

    public SetupResult setUp(Configuration configuration, SetupRequest request) {
        StreamConfig file = PubSubTarget.file();
        PubSubSection section = file.pubSub();
        String project = section.projectId()
                .or(() -> configuration.find(GcsSettings.PROJECT))
                .orElse("");
        Set<PubSubTopic> topics = topics(configuration, file, project);
        Optional<PubSubTopic> deadLetter = request.deadLetterTopic()
                .or(section::deadLetterTopic)
                .map(name -> PubSubTopic.parse(name, deadLetterProject(project, topics)));
        deadLetter.ifPresent(topics::remove);
        request.subscription().ifPresent(name -> checkDistinct(name, topics));
        try (PubSubClient client = PubSubClient.connect(PubSubTarget.address(section));
                PubSubSetup setup = new PubSubSetup(client, request.dryRun())) {
            Work work = new Work(setup, request);
            topics.forEach(topic -> work.topic(topic, request.subscription(), true));
            deadLetter.ifPresent(topic -> work.topic(topic, Optional.of(DEAD_LETTER_SUBSCRIPTION), false));
            return work.result();
        }
    }

    private static Set<PubSubTopic> topics(Configuration configuration, StreamConfig file, String project) {
        Set<PubSubTopic> topics = new LinkedHashSet<>();
        Optional<String> to = configuration.find(SetupSettings.TO);
        if (to.isPresent()) {
            topics.add(PubSubTopic.parse(to.get(), project));
        } else {
            for (StreamSource source : file.sources()) {
                source.topic().ifPresent(topic -> topics.add(PubSubTopic.parse(topic, project)));
            }
            configuration
                    .find(StreamSettings.TO)
                    .filter(PubSubTopic::isPubSub)
                    .ifPresent(topic -> topics.add(PubSubTopic.parse(topic, project)));
        }
        if (topics.isEmpty()) {
            throw MillraceException.usage(
                    "no topic is named",
                    "give --to pubsub://PROJECT/TOPIC, or a --config FILE whose sources have a `topic`");
        }
        return topics;
    }

    /** A dead-letter topic without a project is in that of the first topic. */
    private static String deadLetterProject(String usual, Set<PubSubTopic> topics) {
        return usual.isEmpty() ? topics.iterator().next().project() : usual;
    }

    private static void checkDistinct(String subscription, Set<PubSubTopic> topics) {
        if (topics.size() > 1 && !subscription.contains("{topic}")) {
            throw MillraceException.usage(
                    "--subscription names one subscription for " + topics.size() + " topics",
                    "write {topic} in it, as in '{topic}-sub'");
        }
    }

    /** What was done so far. */
    private static final class Work {

        private final PubSubSetup setup;
        private final String writer;
        private final List<SetupStep> steps = new ArrayList<>();
        private final List<SetupResult.Grant> grants = new ArrayList<>();

        Work(PubSubSetup setup, SetupRequest request) {
            this.setup = setup;
            this.writer = "serviceAccount:" + request.serviceAccount().orElse("MILLRACE_ACCOUNT");
        }

        void topic(PubSubTopic topic, Optional<String> subscription, boolean ordered) {
            SetupStep step = setup.topic(topic);
            steps.add(step);
            grants.add(new SetupResult.Grant("roles/pubsub.publisher", "topic", topic.project(), topic.name(), writer));
            if (subscription.isPresent()) {
                String name = subscription.get().replace("{topic}", topic.name());
                steps.add(setup.subscription(topic, name, ordered));
                grants.add(new SetupResult.Grant(
                        "roles/pubsub.subscriber",
                        "subscription",
                        topic.project(),
                        name,
                        "serviceAccount:READER_ACCOUNT"));
            }
        }

        SetupResult result() {
            return new SetupResult(steps, grants);
        }
    }
}
