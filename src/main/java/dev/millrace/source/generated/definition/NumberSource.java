package dev.millrace.source.generated.definition;

/** Where a number comes from. Numbers are whole, with a fixed count of digits behind the point, and so exact. */
interface NumberSource {

    /** The number times 10^{@link #scale}. */
    long next(Row row);

    /** How many digits are behind the point. */
    int scale();

    /** Drawn at random. */
    record Drawn(Distribution distribution, int scale) implements NumberSource {
        @Override
        public long next(Row row) {
            return distribution.next(row.random);
        }
    }
}
