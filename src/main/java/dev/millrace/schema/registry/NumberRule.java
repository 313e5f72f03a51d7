package dev.millrace.schema.registry;

/** A range of which both ends are allowed; the ends are integers that a double holds exactly, or none. */
record NumberRule(long least, long most) {

    static final NumberRule ANY = new NumberRule(Long.MIN_VALUE, Long.MAX_VALUE);
    static final NumberRule UNKNOWN = new NumberRule(Long.MAX_VALUE, Long.MIN_VALUE);

    /** The largest integer below which a double holds all. */
    static final long EXACT = 1L << 53;

    boolean holds(long number) {
        return least <= number && number <= most;
    }

    boolean holds(double number) {
        return Double.isFinite(number) && least <= number && number <= most;
    }
}
