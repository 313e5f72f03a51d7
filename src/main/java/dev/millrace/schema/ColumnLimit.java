package dev.millrace.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a table from having more scalar columns than a limit: the document with the most scalar fields of its own
 * becomes json, again and again (of two alike the one seen first); when none is left, the last columns go to {@code _rest}.
 */
record ColumnLimit(int maxColumns) {

    List<Column> apply(List<Column> columns) {
        List<Column> fitting = columns;
        while (leaves(fitting) > maxColumns) {
            ColumnType.Group widest = null;
            for (Column column : fitting) {
                widest = wider(widest, widest(column.type()));
            }
            if (widest == null) {
                return fitting.subList(0, maxColumns);
            }
            fitting = replace(fitting, widest);
        }
        return fitting;
    }

    private static int leaves(List<Column> columns) {
        return columns.stream().mapToInt(column -> column.type().leaves()).sum();
    }

    private static ColumnType.@Nullable Group widest(ColumnType type) {
        return switch (type) {
            case ColumnType.Scalar _, ColumnType.Decimal _, ColumnType.Binary _ -> null;
            case ColumnType.ListOf(ColumnType element) -> widest(element);
            case ColumnType.Group group -> {
                ColumnType.Group widest = group;
                for (Column field : group.fields()) {
                    widest = wider(widest, widest(field.type()));
                }
                yield widest;
            }
        };
    }

    private static ColumnType.@Nullable Group wider(ColumnType.@Nullable Group one, ColumnType.@Nullable Group other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return width(other) > width(one) ? other : one;
    }

    private static long width(ColumnType.Group group) {
        return group.fields().stream()
                .filter(field -> field.type().depth() == 0)
                .count();
    }

    private static List<Column> replace(List<Column> columns, ColumnType.Group gone) {
        List<Column> replaced = new ArrayList<>(columns.size());
        for (Column column : columns) {
            replaced.add(new Column(column.name(), column.field(), replace(column.type(), gone), column.nullable()));
        }
        return replaced;
    }

    @SuppressWarnings("ReferenceEquality") // one certain document is meant, not every one that looks like it
    private static ColumnType replace(ColumnType type, ColumnType.Group gone) {
        return switch (type) {
            case ColumnType.Scalar _, ColumnType.Decimal _, ColumnType.Binary _ -> type;
            case ColumnType.ListOf(ColumnType element) -> new ColumnType.ListOf(replace(element, gone));
            case ColumnType.Group group ->
                group == gone ? ColumnType.Scalar.JSON : new ColumnType.Group(replace(group.fields(), gone));
        };
    }
}
