package dev.millrace.bson;

/** Tells UTF-8 from other bytes. Source: RFC 3629, section 4; overlong forms and surrogates are not UTF-8. */
public final class Utf8 {

    private static final long HIGHS = 0x8080808080808080L;

    private Utf8() {}

    /** Offset of the first byte that does not belong to a character, or -1 where all `length` bytes are UTF-8. */
    public static int firstInvalid(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            if (end - at >= 8 && (LittleEndian.int64(bytes, at) & HIGHS) == 0) {
                at += 8;
            } else if (bytes[at] >= 0) {
                at++;
            } else {
                int sequence = sequenceLength(bytes, at, end);
                if (sequence == 0) {
                    return at;
                }
                at += sequence;
            }
        }
        return -1;
    }

    /** Length of the character of 2, 3 or 4 bytes that starts at `at`, or 0 where there is none that ends before `end`. */
    static int sequenceLength(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (length > end - at || !secondFits(lead, bytes[at + 1] & 0xFF)) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    private static boolean secondFits(int lead, int second) {
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        return second >= low && second <= high;
    }
}
