package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.DecimalText;
import dev.millrace.bson.JsonBuffer;
import dev.millrace.bson.LittleEndian;
import dev.millrace.bson.TypeByte;

/** A column of decimal128 as text, integers among them. */
final class DecimalTextNode extends ScalarNode {

    private final JsonBuffer text = new JsonBuffer(64);
    private final boolean plain;
    private final ValueCount widened;

    /** @param plain whether the target knows neither -0 nor exponents above 0: then -0 does not fit, 1E+3 is widened */
    DecimalTextNode(boolean plain, ValueCount widened, int parentDefinition, boolean nullable, ColumnTarget target) {
        super(parentDefinition, nullable, target);
        this.plain = plain;
        this.widened = widened;
    }

    @Override
    boolean fits(BsonCursor value) {
        return switch (value.type()) {
            case TypeByte.INT32, TypeByte.INT64 -> true;
            case TypeByte.DECIMAL128 -> !plain || !isNegativeZero(value);
            default -> false;
        };
    }

    @Override
    boolean take(BsonCursor value, int repetition) {
        if (!fits(value)) {
            return false;
        }
        text.clear();
        switch (value.type()) {
            case TypeByte.INT32 -> integer(value.int32());
            case TypeByte.INT64 -> integer(value.int64());
            default -> decimal(value);
        }
        target.writeBytes(text.bytes(), 0, text.length(), repetition);
        return true;
    }

    private static boolean isNegativeZero(BsonCursor value) {
        return high(value) < 0 && DecimalText.isZero(high(value), value.int64());
    }

    private static long high(BsonCursor value) {
        return LittleEndian.int64(value.bytes(), value.valueOffset() + 8);
    }

    private void decimal(BsonCursor value) {
        DecimalText.write(high(value), value.int64(), text);
        if (plain && hasExponent()) {
            widened.add();
        }
    }

    /** Whether the text has an exponent above 0, which stands behind a plus. */
    private boolean hasExponent() {
        for (int at = text.length() - 1; at > 0; at--) {
            if (text.bytes()[at] == '+') {
                return true;
            }
        }
        return false;
    }

    private void integer(long value) {
        text.integer(value);
        widened.add();
    }
}
