package dev.millrace.bench;

import java.util.Locale;

/** What a row is to reach. */
public record Goal(Figure figure, double value) {

    /** Which of a row's numbers counts, and in which direction. */
    public enum Figure {
        RATE,
        MEGABYTES,
        RATIO,
        AT_MOST
    }

    /** Documents a second, at least. */
    public static Goal rate(double least) {
        return new Goal(Figure.RATE, least);
    }

    /** Megabytes of BSON a second, at least. */
    public static Goal megabytes(double least) {
        return new Goal(Figure.MEGABYTES, least);
    }

    /** Of the limit's rate, at least. */
    public static Goal ratio(double least) {
        return new Goal(Figure.RATIO, least);
    }

    /** In the row's own unit. */
    public static Goal atMost(double most) {
        return new Goal(Figure.AT_MOST, most);
    }

    boolean isMetBy(Result result) {
        return switch (figure) {
            case RATE -> result.rate() >= value;
            case MEGABYTES -> result.megabytes() != null && result.megabytes() >= value;
            case RATIO -> result.ratio() != null && result.ratio() >= value;
            case AT_MOST -> result.rate() <= value;
        };
    }

    @Override
    public String toString() {
        return switch (figure) {
            case RATE -> String.format(Locale.ROOT, ">= %,.0f/s", value);
            case MEGABYTES -> String.format(Locale.ROOT, ">= %,.0f MB/s", value);
            case RATIO -> String.format(Locale.ROOT, ">= %.2f", value);
            case AT_MOST -> String.format(Locale.ROOT, "<= %,.0f", value);
        };
    }
}
