package dev.millrace.source.mongo;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import org.bson.BsonValue;

/**
 * Boundaries of very many chunks: few that are known, and between each two of them as many as arithmetic gives. Memory
 * holds the few only.
 */
final class DividedStretches extends AbstractList<BsonValue> implements RandomAccess {

    private final List<BsonValue> ends;
    private final List<List<BsonValue>> between;

    /** Where each stretch begins; one more for the end of all. */
    private final int[] starts;

    private DividedStretches(List<BsonValue> ends, List<List<BsonValue>> between) {
        this.ends = ends;
        this.between = between;
        this.starts = new int[between.size() + 1];
        for (int stretch = 0; stretch < between.size(); stretch++) {
            int size = between.get(stretch).size() + (stretch < ends.size() ? 1 : 0);
            starts[stretch + 1] = Math.addExact(starts[stretch], size);
        }
    }

    /**
     * Divides what lies between smallest, the known boundaries and largest into so many parts each.
     *
     * @return empty where one of the stretches has no arithmetic, or memory would have to hold too many
     */
    static Optional<List<BsonValue>> of(BsonValue smallest, List<BsonValue> known, BsonValue largest, long parts) {
        List<List<BsonValue>> between = new ArrayList<>(known.size() + 1);
        long held = 0;
        BsonValue from = smallest;
        for (int stretch = 0; stretch <= known.size(); stretch++) {
            BsonValue to = stretch < known.size() ? known.get(stretch) : largest;
            Optional<List<BsonValue>> steps = IdArithmetic.boundaries(from, to, parts);
            held += steps.isPresent() && !(steps.get() instanceof EvenSteps)
                    ? steps.get().size()
                    : 0;
            if (steps.isEmpty() || held > IdArithmetic.MOST_DOUBLES) {
                return Optional.empty();
            }
            between.add(steps.get());
            from = to;
        }
        return Optional.of(new DividedStretches(known, between));
    }

    @Override
    public int size() {
        return starts[between.size()];
    }

    @Override
    public BsonValue get(int index) {
        int found = Arrays.binarySearch(starts, index);
        int stretch = found >= 0 ? found : -found - 2;
        // Stretches without a boundary begin where the next one does.
        while (starts[stretch + 1] == index) {
            stretch++;
        }
        int step = index - starts[stretch];
        return step < between.get(stretch).size() ? between.get(stretch).get(step) : ends.get(stretch);
    }
}
