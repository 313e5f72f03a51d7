package dev.millrace.bson;

/** Finds the end of a zero-terminated name or pattern, eight bytes at a time. */
final class CString {

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private CString() {}

    /** Number of bytes in front of the next zero byte, or -1 where there is none in front of `end`. */
    static int length(byte[] bytes, int from, int end) {
        int at = from;
        // A word may reach beyond `end`, as long as it lies in the array: names are short and end near their
        // container's.
        int lastWord = bytes.length - 8;
        while (at < end && at <= lastWord) {
            long word = LittleEndian.int64(bytes, at);
            // The lowest flag is exact; higher ones may be borrowed from it.
            long zeros = (word - ONES) & ~word & HIGHS;
            if (zeros != 0) {
                int zero = at + (Long.numberOfTrailingZeros(zeros) >>> 3);
                return zero < end ? zero - from : -1;
            }
            at += 8;
        }
        while (at < end) {
            if (bytes[at] == 0) {
                return at - from;
            }
            at++;
        }
        return -1;
    }
}
