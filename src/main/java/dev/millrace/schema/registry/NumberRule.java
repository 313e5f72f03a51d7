package dev.millrace.schema.registry;

/** A range of which both ends are allowed; the ends are integers that a double holds exactly, or none. */
record NumberRule(long least, long most) {

    static final NumberRule ANY = new NumberRule(Long.MIN_VALUE, Long.MAX_VALUE);
    static final NumberRule UNKNOWN = new NumberRule(Long.MAX_VALUE, Long.MIN_VALUE);

    /** The largest integer below which a double holds all. */
    static final long EXACT = 1L << 53;

    /** What marks infinities, no numbers, and numbers with more digits than any that is canonical. */
    private static final long LARGE = 3L << 61;

    private static final int COEFFICIENT_BITS = 49;
    private static final long COEFFICIENT = (1L << COEFFICIENT_BITS) - 1;
    private static final int EXPONENT = 0x3FFF;
    private static final int BIAS = 6176;
    private static final long[] POWERS = powers();

    boolean holds(long number) {
        return least <= number && number <= most;
    }

    boolean holds(double number) {
        return Double.isFinite(number) && least <= number && number <= most;
    }

    /**
     * A decimal128 in its binary form (IEEE 754, BID). Those whose digits fill more than 63 bits, or that have an exponent
     * above 0, are left to the schema.
     */
    boolean holds(long high, long low) {
        boolean large = (high & LARGE) == LARGE;
        int exponent = (int) (high >>> COEFFICIENT_BITS & EXPONENT) - BIAS;
        if (large || (high & COEFFICIENT) != 0 || low < 0 || exponent > 0 || -exponent >= POWERS.length) {
            return false;
        }
        long whole = low / POWERS[-exponent];
        boolean isWhole = low % POWERS[-exponent] == 0;
        return high >= 0
                ? least <= whole && (isWhole ? whole <= most : whole < most)
                : -whole <= most && (isWhole ? least <= -whole : least < -whole);
    }

    private static long[] powers() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = 10 * powers[i - 1];
        }
        return powers;
    }
}
