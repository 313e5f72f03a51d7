package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.RandomStream;
import java.util.List;

/** Picks a place by weight. */
final class Weights {

    /** Up to which random number, of 2^52, each place goes. */
    private final long[] limits;

    Weights(Spec spec, List<Double> weights) {
        double total = weights.stream().mapToDouble(Double::doubleValue).sum();
        if (!(total > 0) || weights.stream().anyMatch(weight -> weight < 0)) {
            throw spec.wrong("needs weights of 0 or more that are not all 0");
        }
        limits = new long[weights.size()];
        double sum = 0;
        for (int i = 0; i < limits.length; i++) {
            sum += weights.get(i);
            limits[i] = (long) (sum / total * 0x1p52);
        }
        limits[limits.length - 1] = 1L << 52;
    }

    int pick(RandomStream random) {
        long drawn = random.next() >>> 12;
        int place = 0;
        while (drawn >= limits[place]) {
            place++;
        }
        return place;
    }
}
