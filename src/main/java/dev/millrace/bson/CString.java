package dev.millrace.bson;

import com.oracle.svm.core.AlwaysInline;

/** Finds the end of a zero-terminated name or pattern, or a character in it, eight bytes at a time. */
final class CString {

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private CString() {}

    /** Number of bytes in front of the first zero byte; at least `end - from` where there is none in front of `end`. */
    @AlwaysInline("small, and called for each field")
    static int length(byte[] bytes, int from, int end) {
        // A word may reach beyond `end`, as long as it lies in the array: names are short and end near their
        // container's.
        if (from > bytes.length - 8) {
            return longer(bytes, from, from, end);
        }
        long zeros = zeros(LittleEndian.int64(bytes, from));
        return zeros != 0 ? Long.numberOfTrailingZeros(zeros) >>> 3 : longer(bytes, from, from + 8, end);
    }

    /** Number of bytes from `from` in front of the first one that is `wanted`; -1 where there is none in front of `end`. */
    static int indexOf(byte[] bytes, int from, int end, byte wanted) {
        int at = from;
        int lastWord = bytes.length - 8;
        while (at < end && at <= lastWord) {
            long zeros = zeros(LittleEndian.int64(bytes, at) ^ (wanted & 0xFF) * ONES);
            if (zeros != 0) {
                at += Long.numberOfTrailingZeros(zeros) >>> 3;
                return at < end ? at - from : -1;
            }
            at += 8;
        }
        while (at < end && bytes[at] != wanted) {
            at++;
        }
        return at < end ? at - from : -1;
    }

    /** @param next what is before it has no zero byte */
    private static int longer(byte[] bytes, int from, int next, int end) {
        int at = next;
        int lastWord = Math.min(end, bytes.length - 8);
        while (at <= lastWord) {
            long zeros = zeros(LittleEndian.int64(bytes, at));
            if (zeros != 0) {
                return at - from + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
            at += 8;
        }
        while (at < end && bytes[at] != 0) {
            at++;
        }
        return at - from;
    }

    /** The high bit of each byte that is zero. The lowest flag is exact; higher ones may be borrowed from it. */
    @AlwaysInline("small, and called for each field")
    private static long zeros(long word) {
        return (word - ONES) & (~word & HIGHS);
    }
}
