package dev.millrace.sink.object;

/**
 * What became of values that a format could not take as they were.
 *
 * @param widened values that came into a column of a wider type, numerically the same
 * @param rest    values that went to the column `_rest`, having no column or not fitting it
 */
public record ValueCounts(long widened, long rest) {

    /** For formats that take every value as it is. */
    public static final ValueCounts NONE = new ValueCounts(0, 0);

    ValueCounts plus(ValueCounts other) {
        return new ValueCounts(widened + other.widened, rest + other.rest);
    }
}
