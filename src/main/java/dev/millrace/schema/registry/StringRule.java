package dev.millrace.schema.registry;

import com.networknt.schema.regex.RegularExpression;
import dev.millrace.bson.BsonCursor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a string has to be.
 *
 * @param shortest code points
 * @param longest  code points; below 0 for a string that only the schema itself can judge
 * @param pattern  to be found in it; null for any
 * @param texts    UTF-8, one of which it has to be; none for any
 * @param dateTime whether it has to be a time as of RFC 3339
 */
record StringRule(
        int shortest, int longest, @Nullable RegularExpression pattern, List<byte[]> texts, boolean dateTime) {

    static final StringRule ANY = new StringRule(0, Integer.MAX_VALUE, null, List.of(), false);
    static final StringRule UNKNOWN = new StringRule(0, -1, null, List.of(), false);

    /** Milliseconds since 1970 of the years that RFC 3339 can tell, 0 to 9999. */
    private static final long YEAR_0 = -62_167_219_200_000L;

    private static final long YEAR_10000 = 253_402_300_800_000L;

    boolean isAny() {
        return isAnyTime() && !dateTime;
    }

    /** Whether a date, which is shown as a time as of RFC 3339, keeps it. */
    boolean holdsForDate(long millis) {
        return isAnyTime() && YEAR_0 <= millis && millis < YEAR_10000;
    }

    private boolean isAnyTime() {
        return shortest == 0 && longest == Integer.MAX_VALUE && pattern == null && texts.isEmpty();
    }

    boolean holds(BsonCursor cursor) {
        if (isAny()) {
            return true;
        }
        byte[] bytes = cursor.bytes();
        int offset = cursor.textOffset();
        int length = cursor.textLength();
        if (dateTime || !hasLength(bytes, offset, length) || (!texts.isEmpty() && !isOne(bytes, offset, length))) {
            return false;
        }
        return pattern == null || pattern.matches(text(bytes, offset, length));
    }

    private boolean hasLength(byte[] bytes, int offset, int length) {
        if (shortest == 0 && longest >= length) {
            return true;
        }
        int codePoints = length;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] < 0) {
                String text = text(bytes, offset, length);
                codePoints = text.codePointCount(0, text.length());
                break;
            }
        }
        return shortest <= codePoints && codePoints <= longest;
    }

    private boolean isOne(byte[] bytes, int offset, int length) {
        for (byte[] text : texts) {
            if (Arrays.equals(text, 0, text.length, bytes, offset, offset + length)) {
                return true;
            }
        }
        return false;
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}
