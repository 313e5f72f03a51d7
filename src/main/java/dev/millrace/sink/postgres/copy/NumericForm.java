package dev.millrace.sink.postgres.copy;

import java.util.Arrays;

/**
 * Reads a decimal and writes it as PostgreSQL's numeric: groups of four digits, the place of the first group, the sign
 * and the number of places. Source: numeric_recv in PostgreSQL's src/backend/utils/adt/numeric.c.
 */
final class NumericForm {

    private static final int POSITIVE = 0x0000;
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int INFINITY = 0xD000;
    private static final int NEGATIVE_INFINITY = 0xF000;

    private static final int HEADER_BYTES = 8;
    private static final int GROUP = 4;
    private static final long BILLION = 1_000_000_000;

    private final int fixedScale;

    /** Digits that are read, values 0 to 9, without zeros in front. */
    private final byte[] digits = new byte[40];

    private int count;

    /** The value is the digits times 10^exponent. */
    private int exponent;

    private int sign;

    /** @param fixedScale of what {@link #readUnscaled} reads */
    NumericForm(int fixedScale) {
        this.fixedScale = fixedScale;
    }

    /** Reads a decimal such as {@code DecimalText} writes; returns how many bytes {@link #write} needs. */
    int readText(byte[] text, int offset, int length) {
        int at = offset;
        int end = offset + length;
        boolean negative = text[at] == '-';
        if (negative) {
            at++;
        }
        count = 0;
        exponent = 0;
        if (text[at] == 'N' || text[at] == 'I') {
            sign = text[at] == 'N' ? NAN : negative ? NEGATIVE_INFINITY : INFINITY;
            return HEADER_BYTES;
        }
        sign = negative ? NEGATIVE : POSITIVE;
        boolean fraction = false;
        for (; at < end && text[at] != 'E'; at++) {
            if (text[at] == '.') {
                fraction = true;
                continue;
            }
            if (fraction) {
                exponent--;
            }
            add((byte) (text[at] - '0'));
        }
        if (at < end) {
            exponent += exponent(text, at + 1, end);
        }
        return bytes();
    }

    private static int exponent(byte[] text, int offset, int end) {
        boolean negative = text[offset] == '-';
        int value = 0;
        for (int at = offset + (text[offset] == '-' || text[offset] == '+' ? 1 : 0); at < end; at++) {
            value = value * 10 + text[at] - '0';
        }
        return negative ? -value : value;
    }

    /** Reads a big-endian two's complement number of 16 bytes, which counts units of 10^-scale. */
    int readUnscaled(byte[] source, int offset) {
        long high = BigEndian.int64(source, offset);
        long low = BigEndian.int64(source, offset + 8);
        sign = high < 0 ? NEGATIVE : POSITIVE;
        if (high < 0) {
            low = -low;
            high = low == 0 ? -high : ~high;
        }
        exponent = -fixedScale;
        count = 0;
        digits(high, low);
        return bytes();
    }

    /** Long division by 10^9 leaves the lowest nine digits each time; 39 digits are five times nine at most. */
    private void digits(long high, long low) {
        long a = high >>> 32;
        long b = high & 0xFFFFFFFFL;
        long c = low >>> 32;
        long d = low & 0xFFFFFFFFL;
        long e = 0;
        long f = 0;
        long g = 0;
        long h = 0;
        for (int round = 0; round < 4; round++) {
            long rest = a % BILLION;
            a /= BILLION;
            b |= rest << 32;
            rest = b % BILLION;
            b /= BILLION;
            c |= rest << 32;
            rest = c % BILLION;
            c /= BILLION;
            d |= rest << 32;
            long lowest = d % BILLION;
            d /= BILLION;
            h = round == 3 ? lowest : h;
            g = round == 2 ? lowest : g;
            f = round == 1 ? lowest : f;
            e = round == 0 ? lowest : e;
        }
        nine(d);
        nine(h);
        nine(g);
        nine(f);
        nine(e);
    }

    private void nine(long value) {
        for (long power = BILLION / 10; power > 0; power /= 10) {
            add((byte) (value / power % 10));
        }
    }

    private void add(byte digit) {
        if (count > 0 || digit != 0) {
            digits[count++] = digit;
        }
    }

    /** Groups in front of the point count up from 0 to the left, behind it down from -1. */
    private int firstGroup() {
        return Math.floorDiv(exponent + count - 1, GROUP);
    }

    private int lastGroup() {
        return Math.floorDiv(exponent, GROUP);
    }

    private int bytes() {
        return HEADER_BYTES + (count == 0 ? 0 : 2 * (firstGroup() - lastGroup() + 1));
    }

    /** Writes what was read last. */
    void write(byte[] bytes, int offset) {
        boolean special = sign != POSITIVE && sign != NEGATIVE;
        int groups = count == 0 ? 0 : firstGroup() - lastGroup() + 1;
        BigEndian.putInt16(bytes, offset, groups);
        BigEndian.putInt16(bytes, offset + 2, count == 0 ? 0 : firstGroup());
        BigEndian.putInt16(bytes, offset + 4, count == 0 && !special ? POSITIVE : sign);
        BigEndian.putInt16(bytes, offset + 6, special ? 0 : Math.max(0, -exponent));
        Arrays.fill(bytes, offset + HEADER_BYTES, offset + HEADER_BYTES + 2 * groups, (byte) 0);
        int at = offset + HEADER_BYTES;
        int place = exponent + count - 1;
        int group = 0;
        for (int i = 0; i < count; i++, place--) {
            group = group * 10 + digits[i];
            if (Math.floorMod(place, GROUP) == 0) {
                BigEndian.putInt16(bytes, at, group);
                at += 2;
                group = 0;
            }
        }
        // The last digits stand at the front of their group.
        int missing = Math.floorMod(exponent, GROUP);
        if (count > 0 && missing > 0) {
            for (int i = 0; i < missing; i++) {
                group *= 10;
            }
            BigEndian.putInt16(bytes, at, group);
        }
    }
}
