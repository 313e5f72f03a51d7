package dev.millrace.source.generated;

/**
 * The random numbers of one document (SplitMix64: Steele, Lea, Flood, OOPSLA 2014). A document's numbers depend on the
 * seed and on its index alone, whichever thread makes it and whatever was made before.
 */
public final class RandomStream {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    /** Starts the numbers of document `index`. */
    public void restart(long seed, long index) {
        state = mix(seed + GOLDEN) ^ mix(index * GOLDEN + 1);
    }

    public long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** At least 0 and less than the bound, which is positive. */
    public long below(long bound) {
        return Math.unsignedMultiplyHigh(next(), bound);
    }

    /** Whether something with this probability happens. */
    public boolean chance(double probability) {
        return (next() >>> 11) * 0x1p-53 < probability;
    }

    /** Spreads a number over all 64 bits; different for different numbers. */
    public static long mix(long number) {
        long mixed = (number ^ number >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
