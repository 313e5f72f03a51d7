package dev.millrace.bson;

/**
 * Writes a double as {@link Double#toString(double)} does: the shortest decimal that reads back as the same double,
 * always with a point, with an exponent outside 10^-3 … 10^7.
 */
final class DoubleText {

    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};
    private static final int MAX_DECIMALS = 8;
    private static final byte[] ZERO = Digits.ascii("0.0");
    private static final byte[] POINT_ZERO = Digits.ascii(".0");

    private DoubleText() {}

    /** Whether {@link #writeDecimal} can write a number: neither -0, nor from 10^15 on, nor below 10^-3 but 0. */
    static boolean isDecimal(double value) {
        double magnitude = Math.abs(value);
        return (magnitude >= 1e-3 && magnitude < 1e15) || Double.doubleToRawLongBits(value) == 0;
    }

    /** Writes a number so that a decimal that keeps its places comes back as this double, with a point. */
    static void writeDecimal(double value, JsonBuffer out) {
        double magnitude = Math.abs(value);
        if (magnitude >= 1e7 && magnitude == Math.rint(magnitude)) {
            out.integer((long) value);
            out.raw(POINT_ZERO);
        } else {
            write(value, out);
        }
    }

    static void write(double value, JsonBuffer out) {
        double magnitude = Math.abs(value);
        if (value == 0 && Double.doubleToRawLongBits(value) == 0) {
            out.raw(ZERO);
        } else if (magnitude < 1e-3 || !(magnitude < 1e7) || !shortDecimal(value < 0, magnitude, out)) {
            slow(Double.toString(value), out);
        }
    }

    /**
     * Tries decimals of 1 to 8 places. One that has at most 15 digits and reads back as the same double is the only one
     * of its length that does (a double keeps 15 digits), so the first that is found is the shortest. Numerator and
     * power are exact doubles, hence their quotient is what reading the decimal gives.
     */
    private static boolean shortDecimal(boolean negative, double magnitude, JsonBuffer out) {
        for (int places = 1; places <= MAX_DECIMALS; places++) {
            long numerator = (long) (magnitude * POWERS[places] + 0.5);
            if (numerator / POWERS[places] == magnitude) {
                write(negative, numerator, places, out);
                return true;
            }
        }
        return false;
    }

    private static void write(boolean negative, long numerator, int places, JsonBuffer out) {
        byte[] target = out.ensure(32);
        int at = out.length();
        if (negative) {
            target[at++] = '-';
        }
        long power = (long) POWERS[places];
        long whole = numerator / power;
        at = Digits.write(whole, target, at);
        target[at++] = '.';
        at = Digits.writePadded(numerator - whole * power, places, target, at);
        out.advance(at - out.length());
    }

    private static void slow(String text, JsonBuffer out) {
        byte[] target = out.ensure(text.length());
        int at = out.length();
        for (int i = 0; i < text.length(); i++) {
            target[at + i] = (byte) text.charAt(i);
        }
        out.advance(text.length());
    }
}
