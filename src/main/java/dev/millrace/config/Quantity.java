package dev.millrace.config;

import dev.millrace.model.MillraceException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a number of things as people write it: 61M, 1.5k, 2_000_000. */
final class Quantity {

    private static final Pattern FORM = Pattern.compile("(\\d[\\d_]*(?:\\.\\d+)?)([kMG]?)", Pattern.CASE_INSENSITIVE);

    private Quantity() {}

    /** A whole number above 0; k, M and G stand for a thousand, a million and a thousand million. */
    static long parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw refused(text);
        }
        int zeros =
                switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                    case "k" -> 3;
                    case "m" -> 6;
                    case "g" -> 9;
                    default -> 0;
                };
        BigDecimal value = new BigDecimal(matcher.group(1).replace("_", "")).scaleByPowerOfTen(zeros);
        if (value.signum() <= 0
                || value.stripTrailingZeros().scale() > 0
                || value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw refused(text);
        }
        return value.longValueExact();
    }

    /** The same for each second: 5000/s, or the number alone. */
    static long perSecond(String text) {
        String number = text.strip();
        return parse(number.endsWith("/s") ? number.substring(0, number.length() - 2) : number);
    }

    private static MillraceException refused(String text) {
        return MillraceException.usage(
                "'" + text + "' is not a whole number above 0", "write a number such as 2_000_000, 500k or 61M");
    }
}
