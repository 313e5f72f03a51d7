package dev.millrace.bson;

/** Writes bytes as hexadecimal digits or as base64 (RFC 4648, section 4, with padding). */
public final class BinaryText {

    private static final short[] LOWER = pairs("0123456789abcdef");
    private static final short[] UPPER = pairs("0123456789ABCDEF");
    private static final byte[] BASE64 =
            Digits.ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    private BinaryText() {}

    /** Writes `count` bytes as twice as many hexadecimal digits, in small letters, to an array that has room for them from `to`. */
    public static void hex(byte[] source, int offset, int count, byte[] target, int to) {
        hex(source, offset, count, LOWER, target, to);
    }

    static void hex(byte[] source, int offset, int count, boolean upper, JsonBuffer out) {
        hex(source, offset, count, upper ? UPPER : LOWER, out.ensure(2 * count), out.length());
        out.advance(2 * count);
    }

    private static void hex(byte[] source, int offset, int count, short[] pairs, byte[] target, int to) {
        for (int i = 0; i < count; i++) {
            LittleEndian.putInt16(target, to + 2 * i, pairs[source[offset + i] & 0xFF]);
        }
    }

    /** By a byte its two digits, the first in the lower half. */
    private static short[] pairs(String digits) {
        short[] pairs = new short[256];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (short) (digits.charAt(i >> 4) | digits.charAt(i & 0xF) << 8);
        }
        return pairs;
    }

    static void base64(byte[] source, int offset, int count, JsonBuffer out) {
        // More than an array can hold is refused by the buffer.
        int encoded = (int) Math.min(Integer.MAX_VALUE, (count + 2L) / 3 * 4);
        byte[] target = out.ensure(encoded);
        int to = out.length();
        int at = offset;
        for (int whole = offset + count / 3 * 3; at < whole; at += 3) {
            group(source[at], source[at + 1], source[at + 2], target, to);
            to += 4;
        }
        int rest = count % 3;
        if (rest > 0) {
            group(source[at], rest == 2 ? source[at + 1] : 0, (byte) 0, target, to);
            target[to + 3] = '=';
            if (rest == 1) {
                target[to + 2] = '=';
            }
        }
        out.advance(encoded);
    }

    private static void group(byte first, byte second, byte third, byte[] target, int to) {
        int bits = (first & 0xFF) << 16 | (second & 0xFF) << 8 | (third & 0xFF);
        target[to] = BASE64[bits >>> 18];
        target[to + 1] = BASE64[bits >>> 12 & 0x3F];
        target[to + 2] = BASE64[bits >>> 6 & 0x3F];
        target[to + 3] = BASE64[bits & 0x3F];
    }
}
