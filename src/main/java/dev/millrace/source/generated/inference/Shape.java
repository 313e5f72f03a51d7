package dev.millrace.source.generated.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Finds the distribution that is nearest to some numbers, by their deciles. */
final class Shape {

    private static final double[] ZIPF = {0.3, 0.6, 1.001, 1.4, 2};

    /** Standard normal deviates of the deciles 0.1 to 0.9. */
    private static final double[] NORMAL = {-1.2816, -0.8416, -0.5244, -0.2533, 0, 0.2533, 0.5244, 0.8416, 1.2816};

    /** How much nearer, in parts of the range, something must be than even spread. */
    private static final double WORTH_IT = 0.02;

    private static final int ENOUGH = 30;

    private Shape() {}

    /**
     * Options of an instruction; none for an even spread.
     *
     * @param sorted the numbers, ascending
     * @param scale  digits of the options behind the point
     */
    static Map<String, Object> of(List<Double> sorted, double min, double max, int scale) {
        Map<String, Object> best = new LinkedHashMap<>();
        double range = max - min;
        if (sorted.size() < ENOUGH || !(range > 0)) {
            return best;
        }
        double nearest = distance(sorted, p -> min + p * range) / range - WORTH_IT;
        double steps = range * Math.pow(10, scale);
        for (double exponent : ZIPF) {
            double tail = Math.pow(steps + 1, 1 - exponent) - 1;
            double distance =
                    distance(sorted, p -> min + (Math.pow(1 + p * tail, 1 / (1 - exponent)) - 1) / steps * range)
                            / range;
            if (distance < nearest) {
                nearest = distance;
                best = new LinkedHashMap<>();
                best.put("distribution", "zipf");
                best.put("exponent", exponent == 1.001 ? 1 : exponent);
            }
        }
        double mean = sorted.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double deviation = Math.sqrt(sorted.stream()
                .mapToDouble(x -> (x - mean) * (x - mean))
                .average()
                .orElse(0));
        double normal = distance(sorted, p -> mean + deviation * NORMAL[(int) Math.round(p * 10) - 1]) / range;
        double precision = Math.pow(10, Math.max(scale, 1));
        if (normal < nearest && Math.round(deviation * precision) > 0) {
            best = new LinkedHashMap<>();
            best.put("distribution", "normal");
            best.put("mean", Math.clamp(Math.round(mean * precision) / precision, min, max));
            best.put("deviation", Math.round(deviation * precision) / precision);
        }
        return best;
    }

    private static double distance(List<Double> sorted, DoubleUnaryOperator quantile) {
        double sum = 0;
        for (int decile = 1; decile <= 9; decile++) {
            double found = sorted.get(sorted.size() * decile / 10);
            sum += Math.abs(found - quantile.applyAsDouble(decile / 10.0));
        }
        return sum / 9;
    }
}
