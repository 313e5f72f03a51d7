package dev.millrace.sink.postgres.copy;

import dev.millrace.bson.LittleEndian;

/** Finds zero bytes, eight at a time. */
final class ZeroByte {

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private ZeroByte() {}

    /** Offset of the first zero byte, or `end`. */
    static int first(byte[] bytes, int offset, int end) {
        int at = offset;
        for (; end - at >= 8; at += 8) {
            long word = LittleEndian.int64(bytes, at);
            if (((word - ONES) & ~word & HIGHS) != 0) {
                break;
            }
        }
        while (at < end && bytes[at] != 0) {
            at++;
        }
        return at;
    }
}
