package dev.millrace.config.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How messages are published to Google Cloud Pub/Sub. The names are those of older tools; times are numbers of seconds, or
 * texts such as 10ms:
 *
 * <pre>
 * pubsub:
 *   project_id: my-project            # of topics that name none
 *   endpoint: europe-west1-pubsub.googleapis.com
 *   publisher:
 *     batch_settings: {max_messages: 100, max_bytes: 1048576, max_latency: 0.01}
 *     flow_control: {max_messages: 10000, max_bytes: 64MB}
 *     retry: {deadline: 60s, request_timeout: 15s, initial_delay: 100ms, max_delay: 10s}
 *     circuit_breaker: {failure_threshold: 5, reset_timeout: 60, half_open_max_calls: 1}
 *     ordering_lanes: 64
 *     max_requests: 32
 *     compression: false
 *     dead_letter_topic: changes-rejected
 *     dead_letter_contents: event       # or claim
 * </pre>
 *
 * @param projectId       of topics that name none
 * @param endpoint        in place of the global one
 * @param orderingLanes   ordering keys in use; 0 for messages without order
 * @param maxRequests     requests that may be under way at once, for each topic
 * @param compression     whether requests are sent with gzip
 * @param deadLetterTopic where events go that cannot be published; empty for a file
 * @param claimsOnly      whether that topic is told only that there is such an event, and the file has it
 */
public record PubSubSection(
        Optional<String> projectId,
        Optional<String> endpoint,
        Batch batch,
        Flow flow,
        Retry retry,
        Breaker breaker,
        int orderingLanes,
        int maxRequests,
        boolean compression,
        Optional<String> deadLetterTopic,
        boolean claimsOnly) {

    private static final Set<String> TOP = Set.of("project_id", "endpoint", "publisher");
    private static final Set<String> PUBLISHER = Set.of(
            "batch_settings",
            "flow_control",
            "retry",
            "circuit_breaker",
            "ordering_lanes",
            "max_requests",
            "compression",
            "dead_letter_topic",
            "dead_letter_contents");

    private static final Duration NOTHING = Duration.ZERO;
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** When a request is sent: when it holds so much, or its first message has waited so long. */
    public record Batch(int maxMessages, long maxBytes, Duration maxLatency) {

        private static final Batch USUAL = new Batch(100, 1 << 20, Duration.ofMillis(10));
        private static final Set<String> KEYS = Set.of("max_messages", "max_bytes", "max_latency");

        private static Batch read(YamlNode node) {
            Map<String, YamlNode> entries = node.entries(KEYS);
            return new Batch(
                    number(entries.get("max_messages"), 1, 1_000, USUAL.maxMessages),
                    size(entries.get("max_bytes"), 10_000_000, USUAL.maxBytes),
                    time(entries.get("max_latency"), NOTHING, MINUTE, USUAL.maxLatency));
        }
    }

    /** How much may be published and not yet confirmed; more makes the reader wait. */
    public record Flow(int maxMessages, long maxBytes) {

        private static final Flow USUAL = new Flow(10_000, 64 << 20);
        private static final Set<String> KEYS = Set.of("max_messages", "max_bytes");

        private static Flow read(YamlNode node) {
            Map<String, YamlNode> entries = node.entries(KEYS);
            return new Flow(
                    number(entries.get("max_messages"), 1, 10_000_000, USUAL.maxMessages),
                    size(entries.get("max_bytes"), 1L << 40, USUAL.maxBytes));
        }
    }

    /**
     * How long a request is sent again whose failure may pass.
     *
     * @param deadline       for all tries together
     * @param requestTimeout for one of them
     * @param initialDelay   bound of the first wait, which doubles
     * @param maxDelay       bound of every wait
     */
    public record Retry(Duration deadline, Duration requestTimeout, Duration initialDelay, Duration maxDelay) {

        private static final Retry USUAL =
                new Retry(MINUTE, Duration.ofSeconds(15), Duration.ofMillis(100), Duration.ofSeconds(10));
        private static final Set<String> KEYS = Set.of("deadline", "request_timeout", "initial_delay", "max_delay");

        private static Retry read(YamlNode node) {
            Map<String, YamlNode> entries = node.entries(KEYS);
            Retry retry = new Retry(
                    time(entries.get("deadline"), MILLISECOND, HOUR, USUAL.deadline),
                    time(entries.get("request_timeout"), MILLISECOND, HOUR, USUAL.requestTimeout),
                    time(entries.get("initial_delay"), MILLISECOND, HOUR, USUAL.initialDelay),
                    time(entries.get("max_delay"), MILLISECOND, HOUR, USUAL.maxDelay));
            if (retry.maxDelay.compareTo(retry.initialDelay) < 0) {
                node.wrong("has an initial_delay above its max_delay");
            }
            return retry;
        }
    }

    /**
     * When publishing is paused.
     *
     * @param failureThreshold failed requests in a row that open the breaker
     * @param resetTimeout     how long it stays open
     * @param halfOpenMaxCalls messages that then find out whether all is well again
     */
    public record Breaker(int failureThreshold, Duration resetTimeout, int halfOpenMaxCalls) {

        private static final Breaker USUAL = new Breaker(5, MINUTE, 1);
        private static final Set<String> KEYS = Set.of("failure_threshold", "reset_timeout", "half_open_max_calls");

        private static Breaker read(YamlNode node) {
            Map<String, YamlNode> entries = node.entries(KEYS);
            return new Breaker(
                    number(entries.get("failure_threshold"), 1, 1_000_000, USUAL.failureThreshold),
                    time(entries.get("reset_timeout"), MILLISECOND, HOUR, USUAL.resetTimeout),
                    number(entries.get("half_open_max_calls"), 1, 1_000, USUAL.halfOpenMaxCalls));
        }
    }

    /** What holds where the file says nothing. */
    public static PubSubSection usual() {
        return new PubSubSection(
                Optional.empty(),
                Optional.empty(),
                Batch.USUAL,
                Flow.USUAL,
                Retry.USUAL,
                Breaker.USUAL,
                64,
                32,
                false,
                Optional.empty(),
                false);
    }

    /** @param node `pubsub`; null where the file has none */
    static PubSubSection read(@Nullable YamlNode node) {
        PubSubSection usual = usual();
        if (node == null) {
            return usual;
        }
        Map<String, YamlNode> top = node.entries(TOP);
        YamlNode publisher = top.get("publisher");
        Map<String, YamlNode> entries = publisher == null ? Map.of() : publisher.entries(PUBLISHER);
        YamlNode batch = entries.get("batch_settings");
        YamlNode flow = entries.get("flow_control");
        YamlNode retry = entries.get("retry");
        YamlNode breaker = entries.get("circuit_breaker");
        YamlNode contents = entries.get("dead_letter_contents");
        YamlNode compression = entries.get("compression");
        return new PubSubSection(
                text(top.get("project_id")),
                text(top.get("endpoint")),
                batch == null ? usual.batch : Batch.read(batch),
                flow == null ? usual.flow : Flow.read(flow),
                retry == null ? usual.retry : Retry.read(retry),
                breaker == null ? usual.breaker : Breaker.read(breaker),
                number(entries.get("ordering_lanes"), 0, 10_000, usual.orderingLanes),
                number(entries.get("max_requests"), 1, 1_000, usual.maxRequests),
                compression == null
                        ? usual.compression
                        : YamlUnits.flag(compression).orElse(usual.compression),
                text(entries.get("dead_letter_topic")),
                contents != null && contents.choice(List.of("event", "claim")).equals("claim"));
    }

    private static Optional<String> text(@Nullable YamlNode node) {
        return node == null ? Optional.empty() : node.text();
    }

    private static int number(@Nullable YamlNode node, int least, int most, int usual) {
        return node == null ? usual : node.number(least, most).orElse(usual);
    }

    private static long size(@Nullable YamlNode node, long most, long usual) {
        return node == null ? usual : YamlUnits.size(node, 1, most).orElse(usual);
    }

    private static Duration time(@Nullable YamlNode node, Duration least, Duration most, Duration usual) {
        return node == null ? usual : YamlUnits.time(node, least, most).orElse(usual);
    }
}
