package dev.millrace.mongo.cosmos;

/**
 * What requests of one kind are expected to cost, by those that were measured. Safe for use by many threads.
 */
final class Expectation {

    /** The latest measurement counts as much. */
    private static final double WEIGHT = 0.25;

    /** So many requests of a kind are measured in any case. */
    private static final int FIRST = 4;

    /** Then one of so many, or one a second. */
    private static final int EACH = 10;

    private static final long LONGEST_NANOS = 1_000_000_000L;

    private double perPart;
    private long samples;
    private long sinceLast;
    private long lastNanos;
    private long unknownParts;

    /** Units for a request of that many parts; zero as long as nothing is known. */
    synchronized double of(long parts) {
        return perPart * parts;
    }

    synchronized boolean isKnown() {
        return samples > 0;
    }

    /** Notes a request that was made; whether it is time to ask for its charge. */
    synchronized boolean made(long parts, long nowNanos) {
        if (samples == 0) {
            unknownParts += parts;
        }
        sinceLast++;
        return samples < FIRST || sinceLast >= EACH || nowNanos - lastNanos >= LONGEST_NANOS;
    }

    /**
     * Learns what a request has cost.
     *
     * @return what earlier requests must have cost that were made when nothing was known; 0 from the second time on
     */
    synchronized double learn(double units, long parts, long nowNanos) {
        double measured = units / Math.max(1, parts);
        perPart += (samples == 0 ? 1 : WEIGHT) * (measured - perPart);
        samples++;
        sinceLast = 0;
        lastNanos = nowNanos;
        double missed = Math.max(0, unknownParts - parts) * perPart;
        unknownParts = 0;
        return missed;
    }
}
