package dev.millrace.sink.postgres.table;

import dev.millrace.schema.Column;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * Where each scalar of a schema is stored, in the schema's order.
 *
 * @param scalars one for each scalar, documents and arrays entered where they stand
 * @param parents for each table the one it belongs to; -1 for the root
 */
public record ColumnPlaces(List<Place> scalars, List<Integer> parents) {

    /** A column of a table, both counted from 0. */
    public record Place(int table, int column, ColumnType type, boolean nullable) {}

    public ColumnPlaces {
        scalars = List.copyOf(scalars);
        parents = List.copyOf(parents);
    }

    /** @param schema as {@link TableColumns} gives it */
    public static ColumnPlaces of(TableSchema schema) {
        Count count = new Count();
        count.startTable(-1, 0);
        count.add(schema.columns(), 0);
        return new ColumnPlaces(count.scalars, count.parents);
    }

    private static final class Count {

        private final List<Place> scalars = new ArrayList<>();
        private final List<Integer> parents = new ArrayList<>();
        private final List<Integer> keys = new ArrayList<>();
        private final List<Integer> next = new ArrayList<>();

        /** @param key columns of the parent's key, and the ordinal */
        int startTable(int parent, int key) {
            parents.add(parent);
            keys.add(key);
            next.add(key);
            return parents.size() - 1;
        }

        void add(List<Column> columns, int table) {
            for (Column column : columns) {
                switch (column.type()) {
                    case ColumnType.Group(List<Column> fields) -> add(fields, table);
                    case ColumnType.ListOf(ColumnType.Group(List<Column> fields)) ->
                        add(fields, startTable(table, table == 0 ? 2 : keys.get(table) + 1));
                    case ColumnType.ListOf _ -> throw new IllegalArgumentException("an array of no documents");
                    case ColumnType.Scalar _, ColumnType.Decimal _, ColumnType.Binary _ ->
                        scalars.add(new Place(
                                table, next.set(table, next.get(table) + 1), column.type(), column.nullable()));
                }
            }
        }
    }
}
