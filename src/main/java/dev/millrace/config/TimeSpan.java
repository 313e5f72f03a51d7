package dev.millrace.config;

import dev.millrace.model.MillraceException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a length of time as people write it: 90s, 10m, 2h, 1d. */
final class TimeSpan {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})([smhd])");

    private TimeSpan() {}

    /** More than nothing. */
    static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw MillraceException.usage("'" + text + "' is not a length of time", "write it as 90s, 10m, 2h or 1d");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
