package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.TypeByte;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values seen at one place of the sample, as far as they decide its type. Values may come in any order: what was
 * seen only grows, and the type is read off in the end.
 */
final class ObservedValues {

    /** The largest whole number up to which a double holds all. */
    private static final long MAX_EXACT = 1L << 53;

    private static final int DOUBLE = 1;
    private static final int INT32 = 1 << 1;
    private static final int INT64 = 1 << 2;
    /** An int64 that a double may not hold. */
    private static final int WIDE = 1 << 3;

    private static final int DECIMAL = 1 << 4;
    private static final int STRING = 1 << 5;
    private static final int OBJECT_ID = 1 << 6;
    private static final int BOOL = 1 << 7;
    private static final int DATE = 1 << 8;
    private static final int BINARY = 1 << 9;
    private static final int UUID = 1 << 10;
    private static final int DOCUMENT = 1 << 11;
    private static final int ARRAY = 1 << 12;
    private static final int LEGACY_UUID = 1 << 13;
    private static final int OTHER = 1 << 14;

    private final InferenceRules rules;
    private final int level;

    private int seen;
    private boolean sawNull;
    private int subtype;
    private @Nullable ObservedFields fields;
    private @Nullable ObservedValues elements;

    ObservedValues(InferenceRules rules, int level) {
        this.rules = rules;
        this.level = level;
    }

    /** Looks at the value that the cursor is at, and leaves the cursor there. */
    void add(BsonCursor value) {
        sawNull |= value.type() == TypeByte.NULL;
        seen |= switch (value.type()) {
            case TypeByte.NULL -> 0;
            case TypeByte.DOUBLE -> DOUBLE;
            case TypeByte.INT32 -> INT32;
            case TypeByte.INT64 -> isExact(value.int64()) ? INT64 : INT64 | WIDE;
            case TypeByte.DECIMAL128 -> DECIMAL;
            case TypeByte.STRING -> STRING;
            case TypeByte.OBJECT_ID -> OBJECT_ID;
            case TypeByte.BOOLEAN -> BOOL;
            case TypeByte.DATE -> DATE;
            case TypeByte.BINARY -> binary(value.binarySubtype() & 0xFF, value.binaryLength());
            case TypeByte.DOCUMENT -> document(value);
            case TypeByte.ARRAY -> array(value);
            default -> OTHER;
        };
    }

    private static boolean isExact(long value) {
        return value >= -MAX_EXACT && value <= MAX_EXACT;
    }

    private int binary(int found, int length) {
        if (found == 4 && length == 16) {
            return UUID;
        }
        if (found == 3 && length == 16 && rules.legacyUuid().isPresent()) {
            return LEGACY_UUID;
        }
        if (found == ColumnType.Binary.OLD_SUBTYPE || ((seen & BINARY) != 0 && found != subtype)) {
            return OTHER;
        }
        subtype = found;
        return BINARY;
    }

    private int document(BsonCursor value) {
        if (isColumns(false)) {
            if (fields == null) {
                fields = new ObservedFields(rules, level + 1);
            }
            value.enter();
            fields.add(value);
            value.leave();
        }
        return DOCUMENT;
    }

    private int array(BsonCursor value) {
        if (isColumns(true)) {
            if (elements == null) {
                elements = new ObservedValues(rules, level + 1);
            }
            value.enter();
            while (value.next()) {
                elements.add(value);
            }
            value.leave();
        }
        return ARRAY;
    }

    private boolean isColumns(boolean array) {
        boolean wanted =
                switch (rules.nesting()) {
                    case JSON -> false;
                    case FLATTEN -> !array;
                    case NATIVE, TABLES -> true;
                };
        return wanted && level < TableSchema.MAX_DEPTH;
    }

    /** Whether null was among the values, which says nothing about their type. */
    boolean sawNull() {
        return sawNull;
    }

    /** The narrowest type that holds everything seen. */
    ColumnType type() {
        return switch (seen) {
            case INT32 -> ColumnType.Scalar.INT32;
            case INT64, INT64 | WIDE, INT32 | INT64, INT32 | INT64 | WIDE -> ColumnType.Scalar.INT64;
            case DOUBLE, DOUBLE | INT32, DOUBLE | INT64, DOUBLE | INT32 | INT64 -> ColumnType.Scalar.DOUBLE;
            case STRING -> ColumnType.Scalar.STRING;
            case OBJECT_ID -> ColumnType.Scalar.OBJECT_ID;
            case BOOL -> ColumnType.Scalar.BOOL;
            case DATE -> ColumnType.Scalar.DATE;
            case UUID -> ColumnType.Scalar.UUID;
            case LEGACY_UUID -> rules.legacyUuid().orElseThrow();
            case BINARY -> new ColumnType.Binary(subtype);
            case DOCUMENT -> group();
            case ARRAY -> list();
            default -> isDecimal() ? ColumnType.Scalar.DECIMAL : ColumnType.Scalar.JSON;
        };
    }

    private ColumnType list() {
        if (elements == null) {
            return ColumnType.Scalar.JSON;
        }
        ColumnType element = elements.type();
        boolean columns = rules.nesting() == Nesting.NATIVE || element instanceof ColumnType.Group;
        return columns ? new ColumnType.ListOf(element) : ColumnType.Scalar.JSON;
    }

    private boolean isDecimal() {
        return (seen & DECIMAL) != 0 && (seen & ~(DECIMAL | INT32 | INT64 | WIDE)) == 0;
    }

    private ColumnType group() {
        if (fields == null || fields.isMap()) {
            return ColumnType.Scalar.JSON;
        }
        List<Column> columns = fields.columns();
        return columns.isEmpty() ? ColumnType.Scalar.JSON : new ColumnType.Group(columns);
    }
}
