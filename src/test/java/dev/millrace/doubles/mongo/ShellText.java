package dev.millrace.doubles.mongo;

import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Values as the server prints them in its messages: {@code { _id: ObjectId('65…') }}. */
final class ShellText {
    private ShellText() {}

    static String of(BsonValue value) {
        return switch (value.getBsonType()) {
            case INT32, INT64 -> Long.toString(value.asNumber().longValue());
            case DOUBLE -> Double.toString(value.asDouble().getValue());
            case DECIMAL128 -> "NumberDecimal('" + value.asDecimal128().getValue() + "')";
            case STRING -> '"' + value.asString().getValue() + '"';
            case OBJECT_ID -> "ObjectId('" + value.asObjectId().getValue().toHexString() + "')";
            case BOOLEAN -> Boolean.toString(value.asBoolean().getValue());
            case NULL -> "null";
            case MIN_KEY -> "MinKey";
            case MAX_KEY -> "MaxKey";
            case DATE_TIME -> "new Date(" + value.asDateTime().getValue() + ")";
            case DOCUMENT -> document(value.asDocument());
            case ARRAY -> value.asArray().stream().map(ShellText::of).collect(Collectors.joining(", ", "[ ", " ]"));
            default -> value.toString();
        };
    }

    private static String document(BsonDocument document) {
        if (document.isEmpty()) {
            return "{}";
        }
        return document.entrySet().stream()
                .map(field -> field.getKey() + ": " + of(field.getValue()))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }
}
