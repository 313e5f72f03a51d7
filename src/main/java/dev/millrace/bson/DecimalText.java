package dev.millrace.bson;

/**
 * Writes a decimal128 (IEEE 754-2008, binary integer encoding) by the rules of the BSON Decimal128 specification, which
 * {@code org.bson.types.Decimal128.toString} follows too: trailing zeros are kept, an exponent is written when it is
 * above 0 or when there would be more than 5 zeros behind the point. A coefficient of more than 34 digits is not
 * canonical and means zero, as IEEE 754 has it; the driver prints it.
 */
public final class DecimalText {

    private static final long INFINITY = 0x7800000000000000L;
    private static final long NAN = 0x7C00000000000000L;
    private static final long LARGE = 0x6000000000000000L;
    private static final int BIAS = 6176;

    /** The largest coefficient, 10^34 - 1, in two halves. */
    private static final long MAX_HIGH = 0x1ED09BEAD87C0L;

    private static final long MAX_LOW = 0x378D8E63FFFFFFFFL;

    /** Up to 19 digits and a point, and what is stored with a word that begins among them. */
    private static final int PRICE = 32;

    /** Powers of ten. */
    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};

    private static final byte[] NAN_TEXT = Digits.ascii("NaN");
    private static final byte[] INFINITY_TEXT = Digits.ascii("Infinity");

    private DecimalText() {}

    /** Writes the decimal that has these halves, without quotes. */
    public static void write(long high, long low, JsonBuffer out) {
        if ((high & NAN) == NAN) {
            out.raw(NAN_TEXT);
            return;
        }
        if (high < 0) {
            out.ascii((byte) '-');
        }
        if ((high & INFINITY) == INFINITY) {
            out.raw(INFINITY_TEXT);
        } else if ((high & LARGE) == LARGE) {
            write(0, 0, (int) (high >>> 47 & 0x3FFF) - BIAS, out);
        } else {
            write(high & 0x1FFFFFFFFFFFFL, low, (int) (high >>> 49 & 0x3FFF) - BIAS, out);
        }
    }

    /** Whether the decimal that has these halves is 0 or -0, with any exponent. */
    public static boolean isZero(long high, long low) {
        if ((high & INFINITY) == INFINITY) {
            return false;
        }
        long coefficient = high & 0x1FFFFFFFFFFFFL;
        return (high & LARGE) == LARGE || !isCanonical(coefficient, low) || (coefficient | low) == 0;
    }

    private static boolean isCanonical(long high, long low) {
        return high < MAX_HIGH || (high == MAX_HIGH && Long.compareUnsigned(low, MAX_LOW) <= 0);
    }

    private static void write(long high, long low, int exponent, JsonBuffer out) {
        if (high == 0 && low >= 0 && exponent <= 0 && exponent > -POWERS.length && low >= POWERS[-exponent]) {
            price(low, -exponent, out);
            return;
        }
        byte[] digits = new byte[40];
        int count = isCanonical(high, low) ? digits(high, low, digits) : digits(0, 0, digits);
        int scientific = exponent + count - 1;
        if (exponent > 0 || scientific < -6) {
            scientific(digits, count, scientific, out);
        } else if (exponent == 0) {
            out.raw(digits, 0, count);
        } else {
            plain(digits, count, count + exponent, out);
        }
    }

    /** As most decimals are: a few digits, some of them behind the point, none of them a leading zero. */
    private static void price(long digits, int places, JsonBuffer out) {
        byte[] target = out.ensure(PRICE);
        int end = Digits.write(digits, target, out.length());
        if (places > 0) {
            // Places are no more than a word has bytes: those behind the point make room for it all at once.
            int point = end - places;
            LittleEndian.putInt64(target, point + 1, LittleEndian.int64(target, point));
            target[point] = '.';
            end++;
        }
        out.advance(end - out.length());
    }

    private static void scientific(byte[] digits, int count, int exponent, JsonBuffer out) {
        out.ascii(digits[0]);
        if (count > 1) {
            out.ascii((byte) '.');
            out.raw(digits, 1, count - 1);
        }
        out.ascii((byte) 'E');
        if (exponent >= 0) {
            out.ascii((byte) '+');
        }
        out.integer(exponent);
    }

    /** @param whole how many digits stand in front of the point; zeros follow the point where it is negative */
    private static void plain(byte[] digits, int count, int whole, JsonBuffer out) {
        if (whole > 0) {
            out.raw(digits, 0, whole);
        } else {
            out.ascii((byte) '0');
        }
        out.ascii((byte) '.');
        for (int i = whole; i < 0; i++) {
            out.ascii((byte) '0');
        }
        int from = Math.max(0, whole);
        out.raw(digits, from, count - from);
    }

    /** Writes the digits of a number of 113 bits, none in front that is zero, and returns how many. */
    private static int digits(long high, long low, byte[] target) {
        if (high == 0 && low >= 0) {
            return Digits.write(low, target, 0);
        }
        // Long division by 10^9 leaves the lowest nine digits each time; 36 are enough for 34.
        long[] limbs = {high >>> 32, high & 0xFFFFFFFFL, low >>> 32, low & 0xFFFFFFFFL};
        for (int at = 27; at >= 0; at -= 9) {
            long remainder = 0;
            for (int i = 0; i < limbs.length; i++) {
                long dividend = remainder << 32 | limbs[i];
                limbs[i] = dividend / 1_000_000_000;
                remainder = dividend % 1_000_000_000;
            }
            Digits.writePadded(remainder, 9, target, at);
        }
        int zeros = 0;
        while (target[zeros] == '0') {
            zeros++;
        }
        System.arraycopy(target, zeros, target, 0, 36 - zeros);
        return 36 - zeros;
    }
}
