package dev.millrace.bson;

import com.oracle.svm.core.AlwaysInline;
import java.nio.charset.StandardCharsets;

/** Writes integers as ASCII without a String. */
final class Digits {

    /** By a number from 0 to 99 its two digits, the first in the lower byte. */
    private static final short[] PAIRS = pairs();

    /** By a number of bits how many digits the least number has that has so many. */
    private static final byte[] FEWEST = fewest();

    /** By a number of digits the greatest number that has so many. */
    private static final long[] GREATEST = greatest();

    private Digits() {}

    /** Writes `value` from `offset` and returns the offset behind it; needs up to 20 bytes. */
    static int write(long value, byte[] target, int offset) {
        if (value < 0) {
            target[offset] = '-';
            return value == Long.MIN_VALUE ? writeLeast(target, offset + 1) : writeDigits(-value, target, offset + 1);
        }
        return writeDigits(value, target, offset);
    }

    private static int writeDigits(long value, byte[] target, int offset) {
        int end = offset + count(value);
        long rest = value;
        int at = end - 2;
        while (rest >= 100) {
            long quotient = rest / 100;
            writePair((int) (rest - quotient * 100), target, at);
            at -= 2;
            rest = quotient;
        }
        if (rest >= 10) {
            writePair((int) rest, target, at);
        } else {
            target[at + 1] = (byte) ('0' + rest);
        }
        return end;
    }

    /** The digits of 2^63, which is no long. */
    private static int writeLeast(byte[] target, int offset) {
        int end = writeDigits(Long.MAX_VALUE, target, offset);
        target[end - 1]++;
        return end;
    }

    /** Writes exactly `width` digits of a number that is not negative, zeros in front. */
    static int writePadded(long value, int width, byte[] target, int offset) {
        long rest = value;
        int at = offset + width;
        while (at - offset >= 2) {
            long quotient = rest / 100;
            at -= 2;
            writePair((int) (rest - quotient * 100), target, at);
            rest = quotient;
        }
        if (at > offset) {
            target[offset] = (byte) ('0' + rest % 10);
        }
        return offset + width;
    }

    /** Writes a number from 0 to 99 as two digits. */
    @AlwaysInline("small, and called for each value")
    static void writePair(int value, byte[] target, int offset) {
        LittleEndian.putInt16(target, offset, PAIRS[value]);
    }

    /** Writes a number from 0 to 99 as two digits, a character behind it, and a byte more that means nothing. */
    @AlwaysInline("small, and called for each value")
    static void writePair(int value, char behind, byte[] target, int offset) {
        LittleEndian.putInt32(target, offset, PAIRS[value] | behind << 16);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** How many digits a number has that is not negative. */
    @AlwaysInline("small, and called for each value")
    private static int count(long value) {
        int fewest = FEWEST[Long.SIZE - Long.numberOfLeadingZeros(value)];
        return value > GREATEST[fewest] ? fewest + 1 : fewest;
    }

    private static short[] pairs() {
        short[] pairs = new short[100];
        for (int i = 0; i < 100; i++) {
            pairs[i] = (short) ('0' + i / 10 | ('0' + i % 10) << 8);
        }
        return pairs;
    }

    private static byte[] fewest() {
        byte[] fewest = new byte[Long.SIZE];
        fewest[0] = 1;
        for (int bits = 1; bits < fewest.length; bits++) {
            fewest[bits] = (byte) Long.toString(1L << (bits - 1)).length();
        }
        return fewest;
    }

    private static long[] greatest() {
        long[] greatest = new long[20];
        for (int digits = 1; digits < 19; digits++) {
            greatest[digits] = 10 * greatest[digits - 1] + 9;
        }
        greatest[19] = Long.MAX_VALUE;
        return greatest;
    }
}
