package dev.millrace.schema;

/** A count that several nodes share. */
final class ValueCount {

    private long value;

    void add() {
        value++;
    }

    long value() {
        return value;
    }

    /** Goes back to an earlier count, as the row that was counted since then is taken back. */
    void reset(long earlier) {
        value = earlier;
    }
}
