package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.LittleEndian;
import dev.millrace.bson.TypeByte;
import java.math.BigDecimal;
import java.util.Arrays;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/** A column of decimal(p,s). */
final class DecimalNode extends ScalarNode {

    private static final int WIDTH = 16;

    private final ColumnType.Decimal type;
    private final byte[] unscaled = new byte[WIDTH];
    private final ValueCount widened;

    DecimalNode(
            ColumnType.Decimal type, ValueCount widened, int parentDefinition, boolean nullable, ColumnTarget target) {
        super(parentDefinition, nullable, target);
        this.type = type;
        this.widened = widened;
    }

    @Override
    boolean fits(BsonCursor value) {
        return scaled(value) != null;
    }

    @Override
    boolean take(BsonCursor value, int repetition) {
        BigDecimal scaled = scaled(value);
        if (scaled == null) {
            return false;
        }
        byte[] digits = scaled.unscaledValue().toByteArray();
        Arrays.fill(unscaled, 0, WIDTH - digits.length, (byte) (scaled.signum() < 0 ? -1 : 0));
        System.arraycopy(digits, 0, unscaled, WIDTH - digits.length, digits.length);
        target.writeBytes(unscaled, 0, WIDTH, repetition);
        BigDecimal number = number(value);
        if (value.type() != TypeByte.DECIMAL128 || number == null || number.scale() != type.scale()) {
            widened.add();
        }
        return true;
    }

    /** The value with the column's scale, or null where it cannot have it. */
    private @Nullable BigDecimal scaled(BsonCursor value) {
        BigDecimal number = number(value);
        if (number == null || number.signum() == 0) {
            return number == null ? null : BigDecimal.ZERO.setScale(type.scale());
        }
        // Checked first, so that 1E+6000 is not written out before it turns out to be too large.
        if ((long) number.precision() - number.scale() > type.precision() - type.scale()) {
            return null;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() > type.scale() ? null : stripped.setScale(type.scale());
    }

    /** The number as it came; null where it is none that a fixed scale can tell: -0, NaN, an infinity. */
    private static @Nullable BigDecimal number(BsonCursor value) {
        return switch (value.type()) {
            case TypeByte.INT32 -> BigDecimal.valueOf(value.int32());
            case TypeByte.INT64 -> BigDecimal.valueOf(value.int64());
            case TypeByte.DECIMAL128 ->
                decimal(LittleEndian.int64(value.bytes(), value.valueOffset() + 8), value.int64());
            default -> null;
        };
    }

    private static @Nullable BigDecimal decimal(long high, long low) {
        Decimal128 magnitude = Decimal128.fromIEEE754BIDEncoding(high & Long.MAX_VALUE, low);
        if (!magnitude.isFinite()) {
            return null;
        }
        BigDecimal number = magnitude.bigDecimalValue();
        if (high >= 0) {
            return number;
        }
        return number.signum() == 0 ? null : number.negate();
    }
}
