package dev.millrace.config;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Reads points in time as people write them. */
final class Instants {

    private static final long LATEST = 0xFFFFFFFFL;

    private Instants() {}

    /** Seconds since 1970: `2026-11-21T08:00:00Z` or a number; what a MongoDB timestamp can say. */
    static long seconds(String text) {
        String time = text.strip();
        try {
            long seconds = time.matches("\\d{1,12}")
                    ? Long.parseLong(time)
                    : Instant.parse(time).getEpochSecond();
            if (seconds > 0 && seconds <= LATEST) {
                return seconds;
            }
            throw MillraceException.usage("'" + text + "' is out of range", "use a time between 1970 and 2106");
        } catch (DateTimeParseException e) {
            throw new MillraceException(
                    FailureKind.USAGE,
                    "'" + text + "' is not a point in time",
                    "write it as 2026-11-21T08:00:00Z, or in seconds since 1970",
                    e);
        }
    }
}
