package dev.millrace.schema.migration;

import dev.millrace.bson.edit.Node;
import dev.millrace.bson.edit.OpenDocument;
import dev.millrace.bson.edit.ValueText;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.schema.migration.Expression.Result;
import java.math.BigDecimal;
import java.math.MathContext;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * Calculates with BSON's numbers: decimals where one of two is one, else doubles where one is, else whole numbers, int32
 * as long as they fit. A quotient of whole numbers that is no whole number is a double.
 */
final class Arithmetic {

    private Arithmetic() {}

    static BsonValue plus(BsonValue left, BsonValue right) {
        if (left instanceof BsonString || right instanceof BsonString) {
            return new BsonString(ValueText.of(left) + ValueText.of(right));
        }
        if (isWhole(left) && isWhole(right)) {
            return whole(Math.addExact(whole(left), whole(right)));
        }
        return isDecimal(left, right)
                ? decimal(decimal(left).add(decimal(right), MathContext.DECIMAL128))
                : new BsonDouble(real(left) + real(right));
    }

    static BsonValue minus(BsonValue left, BsonValue right) {
        if (isWhole(left) && isWhole(right)) {
            return whole(Math.subtractExact(whole(left), whole(right)));
        }
        return isDecimal(left, right)
                ? decimal(decimal(left).subtract(decimal(right), MathContext.DECIMAL128))
                : new BsonDouble(real(left) - real(right));
    }

    static BsonValue times(BsonValue left, BsonValue right) {
        if (isWhole(left) && isWhole(right)) {
            return whole(Math.multiplyExact(whole(left), whole(right)));
        }
        return isDecimal(left, right)
                ? decimal(decimal(left).multiply(decimal(right), MathContext.DECIMAL128))
                : new BsonDouble(real(left) * real(right));
    }

    static BsonValue divided(BsonValue left, BsonValue right) {
        if (isDecimal(left, right)) {
            return decimal(decimal(left).divide(decimal(right), MathContext.DECIMAL128));
        }
        if (isWhole(left) && isWhole(right) && whole(left) % whole(right) == 0) {
            return whole(whole(left) / whole(right));
        }
        return new BsonDouble(real(left) / real(right));
    }

    static int compare(BsonValue left, BsonValue right) {
        if (left.isNumber() && right.isNumber()) {
            return isDecimal(left, right)
                    ? decimal(left).compareTo(decimal(right))
                    : isWhole(left) && isWhole(right)
                            ? Long.compare(whole(left), whole(right))
                            : Double.compare(real(left), real(right));
        }
        if (left.getBsonType() == right.getBsonType()) {
            return ValueText.of(left).compareTo(ValueText.of(right));
        }
        throw failure("cannot compare values of different types");
    }

    /** The only value of a result that is not missing. */
    static BsonValue single(Result result) {
        if (result.many()) {
            throw failure(
                    "needs one value, and is given any number of them; sum, count, first or join make one of them");
        }
        return scalar(result.nodes().getFirst());
    }

    static BsonValue scalar(Node node) {
        BsonValue value = OpenDocument.scalar(node);
        if (value == null) {
            throw failure("cannot calculate with documents and arrays");
        }
        return value;
    }

    static MillraceException failure(String problem) {
        return new MillraceException(FailureKind.DATA, problem, "mend the expression, or the document at its source");
    }

    private static boolean isWhole(BsonValue value) {
        return value instanceof BsonInt32 || value instanceof BsonInt64;
    }

    private static boolean isDecimal(BsonValue left, BsonValue right) {
        return left instanceof BsonDecimal128 || right instanceof BsonDecimal128;
    }

    private static long whole(BsonValue value) {
        return value.asNumber().longValue();
    }

    private static BsonValue whole(long number) {
        return number == (int) number ? new BsonInt32((int) number) : new BsonInt64(number);
    }

    private static double real(BsonValue value) {
        if (!value.isNumber()) {
            throw failure("cannot calculate with values that are no numbers");
        }
        return value.asNumber().doubleValue();
    }

    private static BigDecimal decimal(BsonValue value) {
        return switch (value) {
            case BsonDecimal128 number -> number.getValue().bigDecimalValue();
            case BsonDouble number -> new BigDecimal(Double.toString(number.getValue()));
            default -> {
                if (!isWhole(value)) {
                    throw failure("cannot calculate with values that are no numbers");
                }
                yield BigDecimal.valueOf(whole(value));
            }
        };
    }

    private static BsonValue decimal(BigDecimal number) {
        return new BsonDecimal128(new Decimal128(number));
    }
}
