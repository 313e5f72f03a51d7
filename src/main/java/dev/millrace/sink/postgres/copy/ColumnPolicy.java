package dev.millrace.sink.postgres.copy;

import dev.millrace.sink.postgres.table.OnMismatch;
import org.jspecify.annotations.Nullable;

/**
 * What a column does where there is no value or none that fits.
 *
 * @param refusedNull  why a document without a value is rejected; null where the column may be null
 * @param mismatch     that a value does not fit, as a sentence
 * @param defaultValue for missing and null; null for null
 * @param dropped      counts values that are then in no column and not in `_rest`
 */
record ColumnPolicy(
        @Nullable String refusedNull,
        OnMismatch onMismatch,
        String mismatch,
        @Nullable DefaultValue defaultValue,
        Dropped dropped) {

    /** Null is null, and what does not fit goes to `_rest`. */
    static ColumnPolicy usual() {
        return new ColumnPolicy(null, OnMismatch.REST, "", null, new Dropped());
    }

    /** Values that did not fit and were dropped by the user's choice. */
    static final class Dropped {
        private long values;

        void add() {
            values++;
        }

        long values() {
            return values;
        }

        /** Goes back to an earlier count, as the row is taken back. */
        void reset(long earlier) {
            values = earlier;
        }
    }
}
