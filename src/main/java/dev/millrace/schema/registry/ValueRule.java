package dev.millrace.schema.registry;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.LittleEndian;
import dev.millrace.bson.TypeByte;

/**
 * A rule for each kind of JSON value.
 *
 * @param types kinds that are allowed, a bit each
 */
record ValueRule(int types, StringRule strings, NumberRule numbers, ArrayRule arrays, ObjectRule objects)
        implements QuickRule {

    static final int NULL = 1;
    static final int BOOLEAN = 2;
    static final int INTEGER = 4;
    /** Every number, integers among them. */
    static final int NUMBER = 8;

    static final int STRING = 16;
    static final int ARRAY = 32;
    static final int OBJECT = 64;
    static final int ALL = 127;

    @Override
    public boolean holds(BsonCursor cursor) {
        return switch (cursor.type()) {
            case TypeByte.STRING -> allows(STRING) && strings.holds(cursor);
            case TypeByte.DATE -> allows(STRING) && strings.holdsForDate(cursor.int64());
            case TypeByte.OBJECT_ID -> allows(STRING) && strings.isAny();
            case TypeByte.INT32 -> allows(INTEGER | NUMBER) && numbers.holds(cursor.int32());
            case TypeByte.INT64 -> allows(INTEGER | NUMBER) && numbers.holds(cursor.int64());
            case TypeByte.DOUBLE -> allows(NUMBER) && numbers.holds(cursor.float64());
            case TypeByte.DECIMAL128 ->
                allows(NUMBER)
                        && numbers.holds(
                                LittleEndian.int64(cursor.bytes(), cursor.valueOffset() + Long.BYTES), cursor.int64());
            case TypeByte.BOOLEAN -> allows(BOOLEAN);
            case TypeByte.NULL -> allows(NULL);
            case TypeByte.DOCUMENT -> allows(OBJECT) && holdsInside(cursor, objects);
            case TypeByte.ARRAY -> allows(ARRAY) && holdsInside(cursor, arrays);
            default -> false;
        };
    }

    private boolean allows(int kinds) {
        return (types & kinds) != 0;
    }

    private static boolean holdsInside(BsonCursor cursor, QuickRule rule) {
        cursor.enter();
        boolean holds = rule.holds(cursor);
        cursor.leave();
        return holds;
    }
}
