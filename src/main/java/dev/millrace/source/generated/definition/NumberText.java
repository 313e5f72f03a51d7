package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonAppender;
import java.math.BigDecimal;

/** Numbers as text. */
final class NumberText {

    private NumberText() {}

    /** Writes a number that is not negative with at least `width` digits, zeros first. */
    static void digits(long value, int width, BsonAppender out) {
        int count = Math.max(width, count(value));
        out.fill('0', count);
        long rest = value;
        for (int at = out.length() - 1; rest > 0; at--) {
            out.bytes()[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** A number with digits behind the point. */
    static String decimal(long unscaled, int scale) {
        return BigDecimal.valueOf(unscaled, scale).toPlainString();
    }

    private static int count(long value) {
        int count = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            count++;
        }
        return count;
    }
}
