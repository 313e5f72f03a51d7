package dev.millrace.observe;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Decides event by event which are kept, and counts the others. Not thread-safe. */
final class Sampler {

    private final Sampling sampling;
    private final RandomGenerator random;
    private final InstantSource clock;
    private long seen;
    private long leftOut;
    private long second = Long.MIN_VALUE;
    private int inSecond;

    Sampler(Sampling sampling, RandomGenerator random, InstantSource clock) {
        this.sampling = sampling;
        this.random = random;
        this.clock = clock;
    }

    boolean keeps() {
        seen++;
        boolean kept =
                switch (sampling) {
                    case Sampling.Probability(double rate) -> random.nextDouble() < rate;
                    case Sampling.PerSecond(int most) -> inSecond() <= most;
                    case Sampling.FirstThenEvery(int first, int every) ->
                        seen <= first || (every > 0 && (seen - first) % every == 0);
                };
        if (!kept) {
            leftOut++;
        }
        return kept;
    }

    /** How many events this second has had, with this one. */
    private int inSecond() {
        long now = clock.millis() / 1000;
        if (now != second) {
            second = now;
            inSecond = 0;
        }
        return ++inSecond;
    }

    /** Events that were left out since this was asked last. */
    long takeLeftOut() {
        long count = leftOut;
        leftOut = 0;
        return count;
    }
}
