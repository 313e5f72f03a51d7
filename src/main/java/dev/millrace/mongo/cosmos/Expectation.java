package dev.millrace.mongo.cosmos;

/**
 * What requests of one kind are expected to cost, by those that were measured. Safe for use by many threads.
 */
final class Expectation {

    /** What earlier measurements count for when another one comes. */
    private static final double FADING = 0.75;

    /** So many requests of a kind are measured in any case. */
    private static final int FIRST = 4;

    /** Then one of so many, or one a second. */
    private static final int EACH = 10;

    private static final long LONGEST_NANOS = 1_000_000_000L;

    private double units;
    private double parts;
    private long samples;
    private long sinceLast;
    private long lastNanos;
    private long unknownParts;

    /** Units for a request of that many parts; zero as long as nothing is known. */
    synchronized double of(long number) {
        return parts == 0 ? 0 : units / parts * number;
    }

    /** Notes a request that was made; whether it is time to ask for its charge. */
    synchronized boolean made(long number, long nowNanos) {
        if (samples == 0) {
            unknownParts += number;
        }
        sinceLast++;
        return samples < FIRST || sinceLast >= EACH || nowNanos - lastNanos >= LONGEST_NANOS;
    }

    /**
     * Learns what a request has cost.
     *
     * @return what earlier requests must have cost that were made when nothing was known; 0 from the second time on
     */
    synchronized double learn(double charge, long number, long nowNanos) {
        // A request of few parts says little of what a part costs, so it is sums that are divided.
        units = units * FADING + charge;
        parts = parts * FADING + Math.max(1, number);
        samples++;
        sinceLast = 0;
        lastNanos = nowNanos;
        double missed = of(Math.max(0, unknownParts - number));
        unknownParts = 0;
        return missed;
    }
}
