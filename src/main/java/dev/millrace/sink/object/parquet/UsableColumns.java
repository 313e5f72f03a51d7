package dev.millrace.sink.object.parquet;

import dev.millrace.model.MillraceException;
import dev.millrace.schema.Column;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.TableSchema;
import java.util.List;

/**
 * The part of a schema whose names Parquet's readers can take; the fields of the others go to {@code _rest}. Any text is
 * a name, dots and emoji included, but an empty one: DuckDB then forgets the names of all its neighbours. Names that
 * differ in case only are kept: readers that do not tell case apart give the second a number.
 */
final class UsableColumns {

    private UsableColumns() {}

    static TableSchema of(TableSchema schema) {
        List<Column> columns = usable(schema.columns());
        if (columns.isEmpty()) {
            throw MillraceException.usage(
                    "the schema has no column whose name a Parquet file can have", "give one a name");
        }
        return new TableSchema(columns);
    }

    private static List<Column> usable(List<Column> columns) {
        return columns.stream()
                .filter(column -> !column.name().isEmpty())
                .map(column -> new Column(column.name(), column.field(), usable(column.type()), column.nullable()))
                .toList();
    }

    private static ColumnType usable(ColumnType type) {
        return switch (type) {
            case ColumnType.Scalar _, ColumnType.Decimal _, ColumnType.Binary _ -> type;
            case ColumnType.ListOf(ColumnType element) -> new ColumnType.ListOf(usable(element));
            case ColumnType.Group(List<Column> fields) -> {
                List<Column> rest = usable(fields);
                yield rest.isEmpty() ? ColumnType.Scalar.JSON : new ColumnType.Group(rest);
            }
        };
    }
}
