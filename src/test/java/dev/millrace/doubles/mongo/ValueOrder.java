package dev.millrace.doubles.mongo;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * MongoDB's comparison order over values of every type (mongodb.com/docs/manual/reference/bson-type-comparison-order).
 * Written apart from the product's own order, on objects instead of bytes, so that one mistake cannot hide another.
 */
final class ValueOrder implements Comparator<BsonValue> {
    static final ValueOrder INSTANCE = new ValueOrder();

    /** The server's {@code canonicalizeBSONType}: values of different ranks never compare equal. A missing field is null. */
    static int rank(@Nullable BsonValue value) {
        if (value == null) {
            return 5;
        }
        return switch (value.getBsonType()) {
            case MIN_KEY -> -1;
            case UNDEFINED, END_OF_DOCUMENT -> 0;
            case NULL -> 5;
            case INT32, INT64, DOUBLE, DECIMAL128 -> 10;
            case STRING, SYMBOL -> 15;
            case DOCUMENT -> 20;
            case ARRAY -> 25;
            case BINARY -> 30;
            case OBJECT_ID -> 35;
            case BOOLEAN -> 40;
            case DATE_TIME -> 45;
            case TIMESTAMP -> 47;
            case REGULAR_EXPRESSION -> 50;
            case DB_POINTER -> 55;
            case JAVASCRIPT -> 60;
            case JAVASCRIPT_WITH_SCOPE -> 65;
            case MAX_KEY -> 127;
        };
    }

    @Override
    public int compare(BsonValue left, BsonValue right) {
        int byRank = Integer.compare(rank(left), rank(right));
        return byRank != 0 ? byRank : sameRank(left, right);
    }

    private int sameRank(BsonValue left, BsonValue right) {
        return switch (left.getBsonType()) {
            case MIN_KEY, MAX_KEY, NULL, UNDEFINED, END_OF_DOCUMENT -> 0;
            case INT32, INT64, DOUBLE, DECIMAL128 -> numbers(left, right);
            case STRING, SYMBOL -> strings(text(left), text(right));
            case DOCUMENT -> documents(left.asDocument(), right.asDocument());
            case ARRAY -> arrays(left.asArray(), right.asArray());
            case BINARY -> binaries(left.asBinary(), right.asBinary());
            case OBJECT_ID ->
                left.asObjectId().getValue().compareTo(right.asObjectId().getValue());
            case BOOLEAN ->
                Boolean.compare(left.asBoolean().getValue(), right.asBoolean().getValue());
            case DATE_TIME ->
                Long.compare(left.asDateTime().getValue(), right.asDateTime().getValue());
            case TIMESTAMP ->
                Long.compareUnsigned(
                        left.asTimestamp().getValue(), right.asTimestamp().getValue());
            case REGULAR_EXPRESSION -> {
                var a = left.asRegularExpression();
                var b = right.asRegularExpression();
                int byPattern = strings(a.getPattern(), b.getPattern());
                yield byPattern != 0 ? byPattern : strings(a.getOptions(), b.getOptions());
            }
            case DB_POINTER -> {
                var a = left.asDBPointer();
                var b = right.asDBPointer();
                int byNamespace = strings(a.getNamespace(), b.getNamespace());
                yield byNamespace != 0 ? byNamespace : a.getId().compareTo(b.getId());
            }
            case JAVASCRIPT ->
                strings(left.asJavaScript().getCode(), right.asJavaScript().getCode());
            case JAVASCRIPT_WITH_SCOPE -> {
                var a = left.asJavaScriptWithScope();
                var b = right.asJavaScriptWithScope();
                int byCode = strings(a.getCode(), b.getCode());
                yield byCode != 0 ? byCode : documents(a.getScope(), b.getScope());
            }
        };
    }

    private static String text(BsonValue value) {
        return value.isString() ? value.asString().getValue() : value.asSymbol().getSymbol();
    }

    /** By UTF-8 bytes, as the server does; UTF-16 units would put emoji before some Chinese characters. */
    private static int strings(String left, String right) {
        return Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    private static int binaries(BsonBinary left, BsonBinary right) {
        int byLength = Integer.compare(left.getData().length, right.getData().length);
        if (byLength != 0) {
            return byLength;
        }
        int bySubtype = Integer.compare(left.getType() & 0xff, right.getType() & 0xff);
        return bySubtype != 0 ? bySubtype : Arrays.compareUnsigned(left.getData(), right.getData());
    }

    private int documents(BsonDocument left, BsonDocument right) {
        Iterator<Map.Entry<String, BsonValue>> a = left.entrySet().iterator();
        Iterator<Map.Entry<String, BsonValue>> b = right.entrySet().iterator();
        while (a.hasNext() && b.hasNext()) {
            Map.Entry<String, BsonValue> x = a.next();
            Map.Entry<String, BsonValue> y = b.next();
            int byRank = Integer.compare(rank(x.getValue()), rank(y.getValue()));
            if (byRank != 0) {
                return byRank;
            }
            int byName = strings(x.getKey(), y.getKey());
            if (byName != 0) {
                return byName;
            }
            int byValue = sameRank(x.getValue(), y.getValue());
            if (byValue != 0) {
                return byValue;
            }
        }
        return Boolean.compare(a.hasNext(), b.hasNext());
    }

    private int arrays(List<BsonValue> left, List<BsonValue> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int byElement = compare(left.get(i), right.get(i));
            if (byElement != 0) {
                return byElement;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int numbers(BsonValue left, BsonValue right) {
        if (isWhole(left) && isWhole(right)) {
            return Long.compare(left.asNumber().longValue(), right.asNumber().longValue());
        }
        int leftEnd = end(left);
        int rightEnd = end(right);
        return leftEnd != 0 || rightEnd != 0
                ? Integer.compare(leftEnd, rightEnd)
                : exact(left).compareTo(exact(right));
    }

    private static boolean isWhole(BsonValue value) {
        return value.isInt32() || value.isInt64();
    }

    /** NaN is the smallest number, then minus infinity; 0 for everything finite. */
    private static int end(BsonValue value) {
        if (isWhole(value)) {
            return 0;
        }
        if (value.isDecimal128()) {
            Decimal128 number = value.asDecimal128().getValue();
            return number.isNaN() ? -2 : number.isFinite() ? 0 : number.isNegative() ? -1 : 1;
        }
        double number = value.asDouble().getValue();
        return Double.isNaN(number) ? -2 : Double.isFinite(number) ? 0 : number < 0 ? -1 : 1;
    }

    private static BigDecimal exact(BsonValue value) {
        if (isWhole(value)) {
            return BigDecimal.valueOf(value.asNumber().longValue());
        }
        if (value.isDouble()) {
            return new BigDecimal(value.asDouble().getValue());
        }
        Decimal128 number = value.asDecimal128().getValue();
        // bigDecimalValue() refuses minus zero, which equals zero here.
        return number.doubleValue() == 0 && number.isNegative() && isZero(number)
                ? BigDecimal.ZERO
                : number.bigDecimalValue();
    }

    private static boolean isZero(Decimal128 number) {
        return number.getLow() == 0 && (number.getHigh() & 0x1_ffff_ffff_ffffL) == 0;
    }
}
