package dev.millrace.sink.postgres.table;

import dev.millrace.schema.Column;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * The schema as tables can have it. Arrays of anything but documents become json; so does an `_id` that is no scalar,
 * as it is the key. `_id` is first, is always there, and is never null.
 */
public final class TableColumns {

    private TableColumns() {}

    /** Applied twice it gives the same as once. */
    public static TableSchema of(TableSchema schema) {
        List<Column> columns = new ArrayList<>();
        Column id = new Column("_id", "_id", ColumnType.Scalar.JSON, false);
        for (Column column : schema.columns()) {
            if (column.field().equals("_id")) {
                id = new Column(column.name(), "_id", scalar(column.type()), false);
            } else {
                columns.add(tabular(column));
            }
        }
        columns.addFirst(id);
        return new TableSchema(columns);
    }

    private static ColumnType scalar(ColumnType type) {
        return type.depth() == 0 ? type : ColumnType.Scalar.JSON;
    }

    private static Column tabular(Column column) {
        return new Column(column.name(), column.field(), tabular(column.type()), column.nullable());
    }

    private static ColumnType tabular(ColumnType type) {
        return switch (type) {
            case ColumnType.Scalar _, ColumnType.Decimal _, ColumnType.Binary _ -> type;
            case ColumnType.Group group -> tabular(group);
            case ColumnType.ListOf(ColumnType.Group element) -> new ColumnType.ListOf(tabular(element));
            case ColumnType.ListOf _ -> ColumnType.Scalar.JSON;
        };
    }

    private static ColumnType.Group tabular(ColumnType.Group group) {
        return new ColumnType.Group(
                group.fields().stream().map(TableColumns::tabular).toList());
    }
}
