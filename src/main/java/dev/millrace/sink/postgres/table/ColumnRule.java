package dev.millrace.sink.postgres.table;

import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What one column does with values that are not there or do not fit.
 *
 * @param defaultValue what it has where its field is missing or null; null for null
 */
public record ColumnRule(OnMismatch onMismatch, @Nullable BsonValue defaultValue) {

    /** The rule of columns that no mapping file names. */
    public static final ColumnRule USUAL = new ColumnRule(OnMismatch.REST, null);

    public ColumnRule {
        if (onMismatch == OnMismatch.DEFAULT && defaultValue == null) {
            throw new IllegalArgumentException("`on-mismatch: default` needs a `default`");
        }
    }
}
