package dev.millrace.bson;

import java.math.BigDecimal;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/** Compares numbers of any type by their exact value: NaN is the lowest and equals NaN, -0 equals 0. */
final class NumberOrder {

    private static final int NAN = 0;
    private static final int NEGATIVE_INFINITY = 1;
    private static final int FINITE = 2;
    private static final int POSITIVE_INFINITY = 3;

    private NumberOrder() {}

    static int compare(BsonValue left, BsonValue right) {
        if (isInteger(left) && isInteger(right)) {
            return Long.compare(left.asNumber().longValue(), right.asNumber().longValue());
        }
        int leftRank = rank(left);
        int byRank = Integer.compare(leftRank, rank(right));
        return byRank != 0 || leftRank != FINITE ? byRank : exact(left).compareTo(exact(right));
    }

    private static int rank(BsonValue value) {
        if (value.getBsonType() == BsonType.DECIMAL128) {
            Decimal128 decimal = value.asDecimal128().getValue();
            return rank(decimal.isNaN(), decimal.isInfinite(), decimal.isNegative());
        }
        if (value.isDouble()) {
            double number = value.asDouble().getValue();
            return rank(Double.isNaN(number), Double.isInfinite(number), number < 0);
        }
        return FINITE;
    }

    private static int rank(boolean nan, boolean infinite, boolean negative) {
        if (nan) {
            return NAN;
        }
        if (!infinite) {
            return FINITE;
        }
        return negative ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
    }

    private static BigDecimal exact(BsonValue value) {
        return switch (value.getBsonType()) {
            case DECIMAL128 -> exact(value.asDecimal128().getValue());
            case DOUBLE -> new BigDecimal(value.asDouble().getValue());
            default -> BigDecimal.valueOf(value.asNumber().longValue());
        };
    }

    private static BigDecimal exact(Decimal128 decimal) {
        // BigDecimal has no -0, and the driver throws rather than give up the sign.
        boolean positive = !decimal.isNegative();
        Decimal128 magnitude = positive
                ? decimal
                : Decimal128.fromIEEE754BIDEncoding(decimal.getHigh() & Long.MAX_VALUE, decimal.getLow());
        BigDecimal value = magnitude.bigDecimalValue();
        return positive ? value : value.negate();
    }

    private static boolean isInteger(BsonValue value) {
        return value.isInt32() || value.isInt64();
    }
}
