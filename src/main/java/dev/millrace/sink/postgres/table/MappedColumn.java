package dev.millrace.sink.postgres.table;

import dev.millrace.schema.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * One column of a mapping file.
 *
 * @param column its name, as it is; empty: made from the path
 * @param type   null: as inferred, and json where the sample has no such field
 */
record MappedColumn(FieldPath path, String column, @Nullable ColumnType type, ColumnRule rule) {}
