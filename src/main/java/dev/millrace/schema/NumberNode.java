package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.TypeByte;

/** A column of int32, int64 or double. */
final class NumberNode extends ScalarNode {

    /** Beyond, in both directions, a long turned into a double and back may saturate to itself. */
    private static final double LONG_LIMIT = 0x1p63;

    private final byte type;
    private final ValueCount widened;

    /** @param type INT32, INT64 or DOUBLE of {@link TypeByte} */
    NumberNode(byte type, ValueCount widened, int parentDefinition, boolean nullable, ColumnTarget target) {
        super(parentDefinition, nullable, target);
        this.type = type;
        this.widened = widened;
    }

    @Override
    boolean fits(BsonCursor value) {
        if (value.type() == type) {
            return true;
        }
        return switch (value.type()) {
            case TypeByte.INT32 -> true;
            case TypeByte.INT64 -> type == TypeByte.DOUBLE && isExact(value.int64());
            default -> false;
        };
    }

    private static boolean isExact(long value) {
        double converted = (double) value;
        return converted < LONG_LIMIT && (long) converted == value;
    }

    @Override
    boolean take(BsonCursor value, int repetition) {
        byte found = value.type();
        if (found == type) {
            switch (type) {
                case TypeByte.INT32 -> target.writeInt(value.int32(), repetition);
                case TypeByte.INT64 -> target.writeLong(value.int64(), repetition);
                default -> target.writeDouble(value.float64(), repetition);
            }
            return true;
        }
        if (!fits(value)) {
            return false;
        }
        widened.add();
        if (type == TypeByte.INT64) {
            target.writeLong(value.int32(), repetition);
        } else {
            target.writeDouble(found == TypeByte.INT32 ? value.int32() : (double) value.int64(), repetition);
        }
        return true;
    }
}
