package dev.millrace.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How rows look: fixed columns, so that rows that come one by one stand below each other. */
final class Layout {

    private static final String COLUMNS = "%-58s %14s %5s %7s %9s %9s   %-36s %14s %5s %7s   %s";

    private Layout() {}

    static String head() {
        return String.format(
                        COLUMNS,
                        "what",
                        "rate",
                        "+-",
                        "MB/s",
                        "CPU s/M",
                        "peak RSS",
                        "limit, of the same run",
                        "rate",
                        "+-",
                        "ratio",
                        "goal")
                .stripTrailing();
    }

    static String row(Result result) {
        return String.format(
                        COLUMNS,
                        result.what(),
                        rate(result.rate(), result.unit()),
                        number(result.spread(), "%.0f%%"),
                        number(result.megabytes(), "%,.0f"),
                        number(result.cpuSeconds(), "%,.2f"),
                        number(result.peakMegabytes(), "%,.0f MB"),
                        result.limit() == null ? "" : result.limit(),
                        result.limitRate() == null ? "" : rate(result.limitRate(), result.unit()),
                        number(result.limitSpread(), "%.0f%%"),
                        number(result.ratio(), "%.2f"),
                        goal(result))
                .stripTrailing();
    }

    private static String goal(Result result) {
        return result.goal() == null ? "" : result.goal() + (Boolean.TRUE.equals(result.met()) ? "" : "  missed");
    }

    private static String rate(double value, String unit) {
        if (unit.equals("/s")) {
            return String.format(Locale.ROOT, "%,.0f/s", value);
        }
        int decimals = value < 10 ? 2 : value < 1_000 ? 1 : 0;
        return String.format(Locale.ROOT, "%,." + decimals + "f %s", value, unit);
    }

    private static String number(@Nullable Double value, String format) {
        return value == null ? "" : String.format(Locale.ROOT, format, value);
    }
}
