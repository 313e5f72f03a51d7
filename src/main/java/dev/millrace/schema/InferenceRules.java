package dev.millrace.schema;

import java.util.Optional;

/**
 * What inference decides by, beside the sample.
 *
 * @param maxColumns scalar columns that the table may have at most, inside documents and arrays too
 * @param legacyUuid what binary of subtype 3 with 16 bytes is; empty where it is binary like any other
 */
public record InferenceRules(Nesting nesting, int maxColumns, Optional<ColumnType> legacyUuid) {

    public static final int DEFAULT_MAX_COLUMNS = 1_000;

    public InferenceRules {
        if (maxColumns < 1) {
            throw new IllegalArgumentException("a table has at least one column, not " + maxColumns);
        }
    }

    public static InferenceRules of(Nesting nesting) {
        return new InferenceRules(nesting, DEFAULT_MAX_COLUMNS, Optional.empty());
    }
}
