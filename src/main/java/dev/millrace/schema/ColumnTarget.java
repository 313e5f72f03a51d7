package dev.millrace.schema;

/**
 * Takes the values of one scalar column, row by row. Each row gives exactly one value or null, or, inside arrays, one for
 * each element; levels are those of the Dremel paper, as Parquet has them: `repetition` says at which array a value
 * continues (0: a new row), `definition` how much of a null's path is there. A column that is not inside an array has
 * only repetition 0.
 */
public interface ColumnTarget {

    void writeNull(int repetition, int definition);

    /**
     * Called instead of {@link #writeNull} where there is a value and it does not fit.
     *
     * @return whether the value goes to {@code _rest}
     */
    default boolean writeMismatch(int repetition, int definition) {
        writeNull(repetition, definition);
        return true;
    }

    void writeBoolean(boolean value, int repetition);

    /** For int32. */
    void writeInt(int value, int repetition);

    /** For int64, and for a date as milliseconds since 1970. */
    void writeLong(long value, int repetition);

    void writeDouble(double value, int repetition);

    /**
     * For string, decimal and json as UTF-8, objectId as 12 and uuid as 16 bytes, binary as it is, decimal(p,s) as its
     * unscaled value in 16 bytes, big-endian two's complement. The array is reused: what is needed later is to be copied.
     */
    void writeBytes(byte[] bytes, int offset, int length, int repetition);
}
