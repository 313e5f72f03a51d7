package dev.millrace.bson;

import com.oracle.svm.core.AlwaysInline;
import java.nio.charset.StandardCharsets;

/** Writes integers as ASCII without a String. */
final class Digits {

    private static final byte[] PAIRS = pairs();

    private Digits() {}

    /** Writes `value` from `offset` and returns the offset behind it; needs up to 20 bytes. */
    static int write(long value, byte[] target, int offset) {
        int start = offset;
        long rest = value;
        if (rest < 0) {
            target[start++] = '-';
        } else {
            // Negative, because Long.MIN_VALUE has no positive counterpart.
            rest = -rest;
        }
        int end = start + count(rest);
        int at = end;
        while (rest <= -10) {
            long quotient = rest / 100;
            int pair = (int) (quotient * 100 - rest) << 1;
            target[--at] = PAIRS[pair + 1];
            target[--at] = PAIRS[pair];
            rest = quotient;
        }
        if (at > start) {
            target[--at] = (byte) ('0' - rest);
        }
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
        target[offset] = PAIRS[2 * value];
        target[offset + 1] = PAIRS[2 * value + 1];
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int count(long negative) {
        int digits = 1;
        long limit = -10;
        while (digits < 19 && negative <= limit) {
            digits++;
            limit *= 10;
        }
        return digits;
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }
}
