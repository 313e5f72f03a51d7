package dev.millrace.doubles.mongo;

import java.util.EnumSet;
import java.util.Set;
import org.bson.BsonType;
import org.bson.BsonValue;

/** Type names and numbers as {@code $type} takes and gives them (mongodb.com/docs/manual/reference/operator/query/type). */
final class TypeAliases {
    private TypeAliases() {}

    static Set<BsonType> parse(BsonValue operand) {
        Set<BsonType> types = EnumSet.noneOf(BsonType.class);
        if (operand.isArray()) {
            operand.asArray().forEach(each -> types.addAll(parse(each)));
        } else if (operand.isNumber()) {
            int number = operand.asNumber().intValue();
            types.add(number == -1 ? BsonType.MIN_KEY : BsonType.findByValue(number));
        } else if (operand.isString() && operand.asString().getValue().equals("number")) {
            types.addAll(EnumSet.of(BsonType.DOUBLE, BsonType.INT32, BsonType.INT64, BsonType.DECIMAL128));
        } else {
            types.add(named(operand));
        }
        return types;
    }

    private static BsonType named(BsonValue operand) {
        for (BsonType type : BsonType.values()) {
            if (operand.isString() && name(type).equals(operand.asString().getValue())) {
                return type;
            }
        }
        throw ErrorCode.BAD_VALUE.failure("Unknown type name alias: " + ShellText.of(operand));
    }

    static String name(BsonType type) {
        return switch (type) {
            case DOUBLE -> "double";
            case STRING -> "string";
            case DOCUMENT -> "object";
            case ARRAY -> "array";
            case BINARY -> "binData";
            case UNDEFINED -> "undefined";
            case OBJECT_ID -> "objectId";
            case BOOLEAN -> "bool";
            case DATE_TIME -> "date";
            case NULL -> "null";
            case REGULAR_EXPRESSION -> "regex";
            case DB_POINTER -> "dbPointer";
            case JAVASCRIPT -> "javascript";
            case SYMBOL -> "symbol";
            case JAVASCRIPT_WITH_SCOPE -> "javascriptWithScope";
            case INT32 -> "int";
            case TIMESTAMP -> "timestamp";
            case INT64 -> "long";
            case DECIMAL128 -> "decimal";
            case MIN_KEY -> "minKey";
            case MAX_KEY -> "maxKey";
            case END_OF_DOCUMENT -> "missing";
        };
    }
}
