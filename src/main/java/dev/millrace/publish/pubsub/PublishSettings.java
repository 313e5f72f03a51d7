package dev.millrace.publish.pubsub;

import java.time.Duration;

/**
 * How messages are put together, sent, and sent again.
 *
 * @param requests    that may be under way at once
 * @param compression whether requests are sent with gzip
 */
public record PublishSettings(
        Batching batching, FlowControl flow, Patience patience, int requests, boolean compression) {

    /** What one request may hold: cloud.google.com/pubsub/quotas, "Publish request". */
    public static final int MOST_MESSAGES = 1_000;

    /** Bytes of one request, see {@link #MOST_MESSAGES}. */
    public static final int MOST_BYTES = 10_000_000;

    public PublishSettings {
        if (requests < 1) {
            throw new IllegalArgumentException("at least one request has to be possible, not " + requests);
        }
    }

    /**
     * When a request is sent: when it holds so much, or its first message has waited so long.
     *
     * @param maxLatency zero sends at once while nothing of the same ordering key is under way; a message that comes
     *                   after one under way is sent when that one has ended, if it has waited so long. Without ordering keys
     *                   a few requests are under way side by side
     */
    public record Batching(int maxMessages, long maxBytes, Duration maxLatency) {

        public Batching {
            if (maxMessages < 1 || maxMessages > MOST_MESSAGES) {
                throw new IllegalArgumentException("a request holds 1 to " + MOST_MESSAGES + " messages");
            }
            if (maxBytes < 1 || maxLatency.isNegative()) {
                throw new IllegalArgumentException("bytes and latency of a request are not below nothing");
            }
        }
    }

    /** How much may be taken and not yet stored; one message is always possible. */
    public record FlowControl(int maxMessages, long maxBytes) {

        public FlowControl {
            if (maxMessages < 1 || maxBytes < 1) {
                throw new IllegalArgumentException("at least one message and one byte have to be possible");
            }
        }
    }

    /**
     * How long a request is sent again when its failure may pass.
     *
     * @param first   bound of the first wait; each further one is twice as long
     * @param longest bound of every wait
     * @param rpc     time for one try
     * @param total   time for all of them
     */
    public record Patience(Duration first, Duration longest, Duration rpc, Duration total) {

        public Patience {
            if (first.isNegative() || longest.compareTo(first) < 0 || !rpc.isPositive() || !total.isPositive()) {
                throw new IllegalArgumentException("waits grow from first to longest; tries take time");
            }
        }
    }

    /** All as usual: batches of 100 messages, 1 MB, 10 ms, for a minute at most. */
    public static PublishSettings usual() {
        return new PublishSettings(
                new Batching(100, 1 << 20, Duration.ofMillis(10)),
                new FlowControl(10_000, 64 << 20),
                new Patience(
                        Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofMinutes(1)),
                32,
                false);
    }

    public PublishSettings with(Batching other) {
        return new PublishSettings(other, flow, patience, requests, compression);
    }

    public PublishSettings with(FlowControl other) {
        return new PublishSettings(batching, other, patience, requests, compression);
    }

    public PublishSettings with(Patience other) {
        return new PublishSettings(batching, flow, other, requests, compression);
    }
}
