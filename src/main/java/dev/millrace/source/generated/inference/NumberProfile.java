package dev.millrace.source.generated.inference;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the numbers of one field are like: bounds, digits behind the point, distribution. */
final class NumberProfile {

    private static final int MOST_DECIMALS = 6;

    /** What a definition computes with is a whole number in 64 bits. */
    private static final BigDecimal LARGEST = BigDecimal.valueOf(4_000_000_000_000_000_000L);

    private final List<Double> values = new ArrayList<>();
    private BigDecimal min = BigDecimal.ZERO;
    private BigDecimal max = BigDecimal.ZERO;
    private int decimals;

    void see(BigDecimal value) {
        min = values.isEmpty() ? value : min.min(value);
        max = values.isEmpty() ? value : max.max(value);
        decimals = Math.clamp(value.stripTrailingZeros().scale(), decimals, MOST_DECIMALS);
        values.add(value.doubleValue());
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Bounds and distribution as options of an instruction; bounds rounded outwards, so that no value stands there. */
    Map<String, Object> rounded(long least, long most) {
        BigDecimal step = step();
        BigDecimal low = down(min, step).max(BigDecimal.valueOf(least));
        BigDecimal high = up(max, step).min(BigDecimal.valueOf(most));
        // No number of a range from 0 on was below it, and none needs to be.
        return options(min.signum() >= 0 ? low.max(BigDecimal.ZERO) : low, high);
    }

    /** The same with the exact bounds: for lengths, which are no content. */
    Map<String, Object> exact() {
        return options(min, max);
    }

    Map<String, Object> withScale(Map<String, Object> options, int usual) {
        if (decimals != usual) {
            options.put("scale", scale());
        }
        return options;
    }

    private int scale() {
        int scale = decimals;
        while (scale > 0 && max.abs().max(min.abs()).scaleByPowerOfTen(scale).compareTo(LARGEST) > 0) {
            scale--;
        }
        return scale;
    }

    private Map<String, Object> options(BigDecimal low, BigDecimal high) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("min", plain(low));
        options.put("max", plain(high));
        Collections.sort(values);
        options.putAll(Shape.of(values, low.doubleValue(), high.doubleValue(), scale()));
        return options;
    }

    /** Two digits of the range remain. */
    private BigDecimal step() {
        BigDecimal range = max.subtract(min);
        if (range.signum() == 0) {
            range = max.abs();
        }
        return range.signum() == 0
                ? BigDecimal.ONE
                : BigDecimal.ONE.scaleByPowerOfTen(Math.max(-scale(), range.precision() - range.scale() - 2));
    }

    private static BigDecimal down(BigDecimal value, BigDecimal step) {
        return value.divide(step, 0, RoundingMode.FLOOR).multiply(step);
    }

    private static BigDecimal up(BigDecimal value, BigDecimal step) {
        return value.divide(step, 0, RoundingMode.CEILING).multiply(step);
    }

    private static Object plain(BigDecimal value) {
        BigDecimal number = value.min(LARGEST).max(LARGEST.negate()).stripTrailingZeros();
        return number.scale() <= 0 ? (Object) number.longValue() : (Object) number.doubleValue();
    }
}
