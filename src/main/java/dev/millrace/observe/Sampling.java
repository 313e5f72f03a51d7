package dev.millrace.observe;

/** Which of many events of a kind are worth a line of the log. */
public sealed interface Sampling {

    /** Every one, by chance. */
    record Probability(double rate) implements Sampling {

        public Probability {
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException("a rate of " + rate);
            }
        }
    }

    /** The first ones of each second. */
    record PerSecond(int most) implements Sampling {

        public PerSecond {
            if (most < 1) {
                throw new IllegalArgumentException(most + " events a second");
            }
        }
    }

    /**
     * The first ones, then one of many.
     *
     * @param every 0 for none after the first ones
     */
    record FirstThenEvery(int first, int every) implements Sampling {

        public FirstThenEvery {
            if (first < 0 || every < 0 || first + every < 1) {
                throw new IllegalArgumentException("the first " + first + ", then every " + every);
            }
        }
    }
}
