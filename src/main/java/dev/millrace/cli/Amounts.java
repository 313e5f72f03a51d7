package dev.millrace.cli;

import dev.millrace.config.MemorySize;
import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them: 41.2M, 171 MB, 1:32:05. */
final class Amounts {

    private Amounts() {}

    static String count(long value) {
        return count((double) value);
    }

    static String count(double value) {
        if (value < 10_000) {
            return String.valueOf(Math.round(value));
        }
        String[] units = {"", "k", "M", "G", "T"};
        int unit = 0;
        double scaled = value;
        while (scaled >= 1000 && unit < units.length - 1) {
            scaled /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, scaled >= 100 ? "%.0f%s" : "%.1f%s", scaled, units[unit]);
    }

    /** All digits, in groups: 41,200,017. */
    static String exact(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String bytes(long value) {
        return new MemorySize(value).toString();
    }

    static String bytes(double value) {
        return bytes(Math.round(value));
    }

    static String time(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
