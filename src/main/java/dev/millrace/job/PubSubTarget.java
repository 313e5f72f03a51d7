package dev.millrace.job;

import dev.millrace.config.ConfigFile;
import dev.millrace.config.Configuration;
import dev.millrace.config.GcsSettings;
import dev.millrace.config.stream.PubSubSection;
import dev.millrace.config.stream.StreamConfig;
import dev.millrace.config.stream.StreamFile;
import dev.millrace.model.Finding;
import dev.millrace.publish.CircuitBreaker;
import dev.millrace.publish.GuardedPublisher;
import dev.millrace.publish.RejectedEvents;
import dev.millrace.publish.file.RejectedEventLog;
import dev.millrace.publish.pubsub.PubSubAddress;
import dev.millrace.publish.pubsub.PubSubClient;
import dev.millrace.publish.pubsub.PubSubPublisher;
import dev.millrace.publish.pubsub.PubSubRejectedEvents;
import dev.millrace.publish.pubsub.PubSubTopic;
import dev.millrace.publish.pubsub.PublishSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Pub/Sub as the target of streams: one connection, and a circuit breaker for each topic, however many publishers it has.
 * Safe for use by many threads.
 */
public final class PubSubTarget implements AutoCloseable {

    private final PubSubSection section;
    private final String usualProject;
    private final InstantSource clock;
    private final PubSubClient client;
    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    /** @param usualProject of topics that name none, where the section names none either; empty for none */
    public PubSubTarget(PubSubSection section, String usualProject, PubSubAddress address, InstantSource clock) {
        this.section = section;
        this.usualProject = section.projectId().orElse(usualProject);
        this.clock = clock;
        this.client = PubSubClient.connect(address);
    }

    /** Looks at one topic, as the configuration file says. */
    static List<Finding> check(String uri, Configuration configuration) {
        PubSubSection section = file().pubSub();
        String project = configuration.find(GcsSettings.PROJECT).orElse("");
        try (PubSubTarget target = new PubSubTarget(section, project, address(section), InstantSource.system());
                PubSubPublisher publisher = target.plainPublisher(uri)) {
            return publisher.check();
        }
    }

    /** What the configuration file says, the usual where there is none. */
    static StreamConfig file() {
        return Files.isRegularFile(ConfigFile.path()) ? StreamFile.read(ConfigFile.path()) : StreamConfig.empty();
    }

    /** Google's, or the emulator's that the environment names. */
    public static PubSubAddress address(PubSubSection section) {
        return new PubSubAddress(
                System.getenv("PUBSUB_EMULATOR_HOST"), section.endpoint().orElse(null));
    }

    /** @param topic its URI, its path or its name; the caller closes the publisher, before this */
    public GuardedPublisher publisher(String topic) {
        return guarded(plainPublisher(topic));
    }

    /** Puts the topic's breaker in front of a publisher, which then is closed with it. */
    public GuardedPublisher guarded(PubSubPublisher publisher) {
        CircuitBreaker breaker = breakers.computeIfAbsent(
                publisher.description(), topic -> new CircuitBreaker(breaker(section.breaker()), clock));
        return new GuardedPublisher(publisher, breaker);
    }

    /** The breaker of each topic, by its URI. */
    public Map<String, CircuitBreaker> breakers() {
        return Map.copyOf(breakers);
    }

    /** Without a breaker; the one who has it can ask for its counts. */
    public PubSubPublisher plainPublisher(String topic) {
        return client.publisher(PubSubTopic.parse(topic, usualProject), settings(section));
    }

    /**
     * Where rejected events go: the topic for them where there is one, else the file, which has the large ones in any case,
     * and all where the topic gets claims only.
     *
     * @param digest of a resume token that the topic is not to tell
     */
    public RejectedEvents rejects(Path file, UnaryOperator<String> digest) {
        RejectedEventLog log = new RejectedEventLog(file);
        if (section.deadLetterTopic().isEmpty()) {
            return log;
        }
        PubSubTopic topic = PubSubTopic.parse(section.deadLetterTopic().get(), usualProject);
        PublishSettings usual = settings(section);
        PubSubPublisher publisher = client.publisher(
                topic,
                usual.with(new PublishSettings.Batching(
                        usual.batching().maxMessages(), usual.batching().maxBytes(), Duration.ZERO)));
        return section.claimsOnly()
                ? PubSubRejectedEvents.claims(publisher, log, file.toString(), digest)
                : PubSubRejectedEvents.whole(publisher, log, file.toString());
    }

    static PublishSettings settings(PubSubSection section) {
        PubSubSection.Batch batch = section.batch();
        PubSubSection.Flow flow = section.flow();
        PubSubSection.Retry retry = section.retry();
        return new PublishSettings(
                new PublishSettings.Batching(batch.maxMessages(), batch.maxBytes(), batch.maxLatency()),
                new PublishSettings.FlowControl(flow.maxMessages(), flow.maxBytes()),
                new PublishSettings.Patience(
                        retry.initialDelay(), retry.maxDelay(), retry.requestTimeout(), retry.deadline()),
                section.maxRequests(),
                section.compression());
    }

    private static CircuitBreaker.Settings breaker(PubSubSection.Breaker breaker) {
        return new CircuitBreaker.Settings(
                breaker.failureThreshold(), breaker.resetTimeout(), breaker.halfOpenMaxCalls());
    }

    @Override
    public void close() {
        client.close();
    }
}
