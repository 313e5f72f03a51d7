package dev.millrace.bson;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import org.bson.BsonBinary;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonRegularExpression;
import org.bson.BsonValue;

/**
 * MongoDB's order of values, that of an index on {@code _id} with the simple collation. Not consistent with equals: 1
 * as int32, int64, double and decimal128 are the same place. Source: {@code BSONElement::compareElements} in the
 * server's bsonelement.cpp.
 */
public final class BsonOrder implements Comparator<BsonValue> {

    public static final BsonOrder ASCENDING = new BsonOrder();

    private BsonOrder() {}

    @Override
    public int compare(BsonValue left, BsonValue right) {
        TypeBracket bracket = TypeBracket.of(left);
        int byType = bracket.compareTo(TypeBracket.of(right));
        if (byType != 0) {
            return byType;
        }
        return switch (bracket) {
            case MIN_KEY, UNDEFINED, NULL, MAX_KEY -> 0;
            case NUMBER -> NumberOrder.compare(left, right);
            case STRING -> CodePoints.compare(text(left), text(right));
            case OBJECT -> compareDocuments(left.asDocument(), right.asDocument());
            case ARRAY -> compareArrays(left, right);
            case BINARY -> compareBinary(left.asBinary(), right.asBinary());
            case OBJECT_ID -> left.asObjectId().compareTo(right.asObjectId());
            case BOOLEAN -> left.asBoolean().compareTo(right.asBoolean());
            case DATE -> left.asDateTime().compareTo(right.asDateTime());
            case TIMESTAMP ->
                Long.compareUnsigned(
                        left.asTimestamp().getValue(), right.asTimestamp().getValue());
            case REGEX -> compareRegexes(left.asRegularExpression(), right.asRegularExpression());
            case DB_POINTER -> comparePointers(left.asDBPointer(), right.asDBPointer());
            case CODE ->
                CodePoints.compare(
                        left.asJavaScript().getCode(), right.asJavaScript().getCode());
            case CODE_WITH_SCOPE -> compareCode(left.asJavaScriptWithScope(), right.asJavaScriptWithScope());
        };
    }

    private static String text(BsonValue value) {
        return value.isString() ? value.asString().getValue() : value.asSymbol().getSymbol();
    }

    /** Field by field: by the type of the value, then by name, then by value; one that ends first is less. */
    private int compareDocuments(BsonDocument left, BsonDocument right) {
        Iterator<Map.Entry<String, BsonValue>> lefts = left.entrySet().iterator();
        Iterator<Map.Entry<String, BsonValue>> rights = right.entrySet().iterator();
        while (lefts.hasNext() && rights.hasNext()) {
            int order = compareFields(lefts.next(), rights.next());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(lefts.hasNext(), rights.hasNext());
    }

    private int compareFields(Map.Entry<String, BsonValue> left, Map.Entry<String, BsonValue> right) {
        int byType = TypeBracket.of(left.getValue()).compareTo(TypeBracket.of(right.getValue()));
        if (byType != 0) {
            return byType;
        }
        int byName = CodePoints.compare(left.getKey(), right.getKey());
        return byName != 0 ? byName : compare(left.getValue(), right.getValue());
    }

    private int compareArrays(BsonValue left, BsonValue right) {
        Iterator<BsonValue> lefts = left.asArray().iterator();
        Iterator<BsonValue> rights = right.asArray().iterator();
        while (lefts.hasNext() && rights.hasNext()) {
            int order = compare(lefts.next(), rights.next());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(lefts.hasNext(), rights.hasNext());
    }

    private static int compareBinary(BsonBinary left, BsonBinary right) {
        int byLength = Long.compare(storedLength(left), storedLength(right));
        if (byLength != 0) {
            return byLength;
        }
        int bySubtype = Byte.compareUnsigned(left.getType(), right.getType());
        return bySubtype != 0 ? bySubtype : Arrays.compareUnsigned(left.getData(), right.getData());
    }

    /** The server counts the length that subtype 2 repeats; the driver has taken it off. */
    private static long storedLength(BsonBinary binary) {
        return binary.getData().length + (binary.getType() == TypeByte.SUBTYPE_OLD_BINARY ? 4L : 0L);
    }

    private static int compareRegexes(BsonRegularExpression left, BsonRegularExpression right) {
        int byPattern = CodePoints.compare(left.getPattern(), right.getPattern());
        return byPattern != 0 ? byPattern : CodePoints.compare(left.getOptions(), right.getOptions());
    }

    /** The server compares the whole size first, then the bytes: the namespace, then the id. */
    private static int comparePointers(BsonDbPointer left, BsonDbPointer right) {
        int byLength = Integer.compare(
                CodePoints.utf8Length(left.getNamespace()), CodePoints.utf8Length(right.getNamespace()));
        if (byLength != 0) {
            return byLength;
        }
        int byName = CodePoints.compare(left.getNamespace(), right.getNamespace());
        return byName != 0 ? byName : left.getId().compareTo(right.getId());
    }

    private int compareCode(BsonJavaScriptWithScope left, BsonJavaScriptWithScope right) {
        int byCode = CodePoints.compare(left.getCode(), right.getCode());
        return byCode != 0 ? byCode : compareDocuments(left.getScope(), right.getScope());
    }
}
