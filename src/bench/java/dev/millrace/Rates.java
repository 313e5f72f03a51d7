package dev.millrace;

import java.util.Arrays;

/** What several rounds of a benchmark come to. */
public final class Rates {

    private Rates() {}

    public static double median(double[] rates) {
        double[] sorted = rates.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Half the distance between the fastest and the slowest, in percent of the median. */
    public static double spread(double[] rates) {
        double fastest = Arrays.stream(rates).max().orElse(0);
        double slowest = Arrays.stream(rates).min().orElse(0);
        return 50 * (fastest - slowest) / median(rates);
    }
}
