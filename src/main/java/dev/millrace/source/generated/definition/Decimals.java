package dev.millrace.source.generated.definition;

/** Arithmetic on whole numbers that stand for numbers with a fixed count of digits behind the point. */
final class Decimals {

    /** The most digits behind the point. */
    static final int MAX_SCALE = 9;

    private static final long[] POWERS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    private Decimals() {}

    static long power(int scale) {
        return POWERS[scale];
    }

    /** The number with another count of digits, rounded half away from zero. */
    static long rescale(long value, int from, int to) {
        if (from <= to) {
            return from == to ? value : Math.multiplyExact(value, POWERS[to - from]);
        }
        long power = POWERS[from - to];
        long half = value < 0 ? -power / 2 : power / 2;
        return (value + half) / power;
    }
}
