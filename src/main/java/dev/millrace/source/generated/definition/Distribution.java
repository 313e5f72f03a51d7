package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.RandomStream;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** How whole numbers between two bounds are spread. */
interface Distribution {

    Set<String> OPTIONS = Set.of("min", "max", "distribution", "mean", "deviation", "exponent");

    long next(RandomStream random);

    /** From options `min`, `max` (both included) and `distribution`: uniform, normal or zipf. */
    static Distribution of(Spec spec, Map<String, Spec> options, int scale) {
        long min = options.containsKey("min") ? options.get("min").fixed(scale) : 0;
        long max = spec.required(options, "max").fixed(scale);
        if (max < min || max - min < 0 || max - min == Long.MAX_VALUE) {
            throw spec.wrong("has a 'max' that is less than its 'min', or too far from it");
        }
        return switch (options.containsKey("distribution")
                ? options.get("distribution").text()
                : "uniform") {
            case "uniform" -> uniform(min, max);
            case "normal" -> normal(spec, options, scale, min, max);
            case "zipf" ->
                zipf(
                        min,
                        max,
                        options.containsKey("exponent")
                                ? options.get("exponent").number().doubleValue()
                                : 1);
            default -> throw spec.wrong("has an unknown distribution; possible are uniform, normal, zipf");
        };
    }

    /** Lengths from 0 to a limit. */
    static Distribution lengths(Spec spec, Map<String, Spec> options, long limit) {
        Distribution lengths = of(spec, options, 0);
        if ((options.containsKey("min") && options.get("min").fixed(0) < 0)
                || spec.required(options, "max").fixed(0) > limit) {
            throw spec.wrong("needs lengths from 0 to " + limit);
        }
        return lengths;
    }

    static Distribution uniform(long min, long max) {
        long range = max - min + 1;
        return range == 1 ? random -> min : random -> min + random.below(range);
    }

    private static Distribution normal(Spec spec, Map<String, Spec> options, int scale, long min, long max) {
        double mean = options.containsKey("mean") ? scaled(options.get("mean"), scale) : (min + max) / 2.0;
        double deviation =
                options.containsKey("deviation") ? scaled(options.get("deviation"), scale) : (max - min) / 6.0;
        if (mean < min || mean > max || deviation <= 0) {
            throw spec.wrong("needs a mean between its bounds and a deviation above 0");
        }
        return new Quantiles(min, max, x -> StrictMath.exp(-0.5 * (x - mean) * (x - mean) / (deviation * deviation)));
    }

    private static double scaled(Spec spec, int scale) {
        return spec.number().scaleByPowerOfTen(scale).doubleValue();
    }

    /** Rank 1 is `min`, and rank r is r^exponent times rarer. */
    static Distribution zipf(long min, long max, double exponent) {
        return new Quantiles(min, max, x -> StrictMath.pow(x - min + 1, -exponent));
    }

    /**
     * Any density, as a table of the points that cut it into pieces of equal weight, with straight lines between. Built
     * by StrictMath, because Math may differ in the last bit from machine to machine.
     */
    final class Quantiles implements Distribution {

        private static final int PIECES = 4096;
        private static final int CELLS = 1 << 16;

        private final double[] points = new double[PIECES + 1];
        private final long min;
        private final long max;

        Quantiles(long min, long max, DoubleUnaryOperator density) {
            this.min = min;
            this.max = max;
            // Cells grow with their distance from `min`, so that the steep beginning of a long tail is seen.
            double range = max - min + 1.0;
            int cells = (int) Math.min(CELLS, max - min + 1);
            double[] edges = new double[cells + 1];
            double[] weights = new double[cells + 1];
            for (int i = 1; i <= cells; i++) {
                double part = (double) i / cells;
                edges[i] = cells < CELLS ? i : range * part * part * part;
                weights[i] = weights[i - 1]
                        + (edges[i] - edges[i - 1]) * density.applyAsDouble(min + middle(edges, i, cells < CELLS));
            }
            invert(edges, weights);
        }

        @Override
        public long next(RandomStream random) {
            long bits = random.next();
            int piece = (int) (bits >>> 52);
            double within = (bits & (1L << 52) - 1) * 0x1p-52;
            double offset = points[piece] + (points[piece + 1] - points[piece]) * within;
            return Math.min(max, min + (long) offset);
        }

        private static double middle(double[] edges, int cell, boolean whole) {
            return whole ? edges[cell - 1] : (edges[cell - 1] + edges[cell]) / 2;
        }

        private void invert(double[] edges, double[] weights) {
            int last = weights.length - 1;
            int cell = 1;
            for (int piece = 0; piece <= PIECES; piece++) {
                double wanted = weights[last] * piece / PIECES;
                while (cell < last && weights[cell] < wanted) {
                    cell++;
                }
                double weight = weights[cell] - weights[cell - 1];
                double within = weight == 0 ? 0 : Math.clamp((wanted - weights[cell - 1]) / weight, 0.0, 1.0);
                points[piece] = edges[cell - 1] + (edges[cell] - edges[cell - 1]) * within;
            }
        }
    }
}
