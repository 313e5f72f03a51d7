package dev.millrace.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What one column holds. {@link TableSchema} says which BSON values fit which type, and what they become. */
public sealed interface ColumnType {

    /** Types that need no parameter. */
    enum Scalar implements ColumnType {
        DOUBLE("double"),
        INT32("int32"),
        INT64("int64"),
        BOOL("bool"),
        STRING("string"),
        /** decimal128 of any exponent, NaN and infinities included, as its text. */
        DECIMAL("decimal"),
        OBJECT_ID("objectId"),
        DATE("date"),
        /** Binary of subtype 4 and 16 bytes. */
        UUID("uuid"),
        /** Binary of subtype 3 and 16 bytes, which old Java drivers wrote as two little-endian halves. */
        UUID_JAVA("uuidJava"),
        /** The same from old C# drivers: the first three groups of digits are little-endian. */
        UUID_CSHARP("uuidCsharp"),
        /** The same from old Python drivers, whose order is that of subtype 4. */
        UUID_PYTHON("uuidPython"),
        /** Any value, as canonical Extended JSON. */
        JSON("json");

        private final String word;

        Scalar(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** decimal128 that is a multiple of 10^-scale with at most `precision` digits. */
    record Decimal(int precision, int scale) implements ColumnType {

        public static final int MAX_PRECISION = 38;

        public Decimal {
            if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
                throw new IllegalArgumentException("decimal(" + precision + "," + scale
                        + ") needs a precision of 1 to 38 and a scale of 0 to the precision");
            }
        }

        @Override
        public String word() {
            return "decimal(" + precision + "," + scale + ")";
        }
    }

    /** Binary of one subtype, as its bytes alone; subtype 2, whose layout is its own, has no column of this type. */
    record Binary(int subtype) implements ColumnType {

        public static final int OLD_SUBTYPE = 2;

        public Binary {
            if (subtype < 0 || subtype > 255 || subtype == OLD_SUBTYPE) {
                throw new IllegalArgumentException(
                        "a binary column's subtype is 0 to 255 and not 2, which is kept as json; it is " + subtype);
            }
        }

        @Override
        public String word() {
            return "binary";
        }
    }

    /** A document with at least one field that has a column. */
    record Group(List<Column> fields) implements ColumnType {

        public Group {
            fields = List.copyOf(fields);
            if (fields.isEmpty()) {
                throw new IllegalArgumentException("a document column needs at least one field; use json without any");
            }
            requireDistinct(fields, Column::name, "column name");
            requireDistinct(fields, Column::field, "field");
        }

        @Override
        public String word() {
            return "document";
        }

        private static void requireDistinct(List<Column> columns, Function<Column, String> key, String what) {
            Set<String> seen = new HashSet<>();
            for (Column column : columns) {
                if (!seen.add(key.apply(column))) {
                    throw new IllegalArgumentException(what + " '" + key.apply(column) + "' stands there twice");
                }
            }
        }
    }

    /** An array; an element may always be null. */
    record ListOf(ColumnType element) implements ColumnType {

        @Override
        public String word() {
            return "array";
        }
    }

    /** The type as a schema file writes it, without what stands in other keys. */
    String word();

    /** Levels of documents and arrays, 0 for a scalar. */
    default int depth() {
        return switch (this) {
            case Scalar _, Decimal _, Binary _ -> 0;
            case ListOf(ColumnType element) -> 1 + element.depth();
            case Group(List<Column> fields) ->
                1
                        + fields.stream()
                                .mapToInt(field -> field.type().depth())
                                .max()
                                .orElse(0);
        };
    }

    /** Number of scalar columns that this type is stored in. */
    default int leaves() {
        return switch (this) {
            case Scalar _, Decimal _, Binary _ -> 1;
            case ListOf(ColumnType element) -> element.leaves();
            case Group(List<Column> fields) ->
                fields.stream().mapToInt(field -> field.type().leaves()).sum();
        };
    }
}
