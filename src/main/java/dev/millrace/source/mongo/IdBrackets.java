package dev.millrace.source.mongo;

import dev.millrace.bson.TypeBracket;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonString;

/** Brackets of types as far as they are about `_id`. */
final class IdBrackets {

    /** In BSON order. Servers refuse arrays, regular expressions and undefined as `_id`. */
    static final List<TypeBracket> ALL = List.of(
            TypeBracket.MIN_KEY,
            TypeBracket.NULL,
            TypeBracket.NUMBER,
            TypeBracket.STRING,
            TypeBracket.OBJECT,
            TypeBracket.BINARY,
            TypeBracket.OBJECT_ID,
            TypeBracket.BOOLEAN,
            TypeBracket.DATE,
            TypeBracket.TIMESTAMP,
            TypeBracket.DB_POINTER,
            TypeBracket.CODE,
            TypeBracket.CODE_WITH_SCOPE,
            TypeBracket.MAX_KEY);

    private IdBrackets() {}

    /** Whether the bracket has one value only, so that at most one document of a collection is in it. */
    static boolean isSingleValue(TypeBracket bracket) {
        return bracket == TypeBracket.MIN_KEY
                || bracket == TypeBracket.UNDEFINED
                || bracket == TypeBracket.NULL
                || bracket == TypeBracket.MAX_KEY;
    }

    /** What `_id` has to match to be in the bracket; NaN excepted, which no comparison finds. */
    static BsonDocument whole(TypeBracket bracket) {
        return bracket == TypeBracket.NUMBER
                ? new BsonDocument("$gte", new BsonDouble(Double.NEGATIVE_INFINITY))
                : new BsonDocument(
                        "$type",
                        new BsonArray(
                                typeNames(bracket).stream().map(BsonString::new).toList()));
    }

    /** Names of the operator `$type`. */
    private static List<String> typeNames(TypeBracket bracket) {
        return switch (bracket) {
            case MIN_KEY -> List.of("minKey");
            case UNDEFINED -> List.of("undefined");
            case NULL -> List.of("null");
            case NUMBER -> List.of("number");
            case STRING -> List.of("string", "symbol");
            case OBJECT -> List.of("object");
            case ARRAY -> List.of("array");
            case BINARY -> List.of("binData");
            case OBJECT_ID -> List.of("objectId");
            case BOOLEAN -> List.of("bool");
            case DATE -> List.of("date");
            case TIMESTAMP -> List.of("timestamp");
            case REGEX -> List.of("regex");
            case DB_POINTER -> List.of("dbPointer");
            case CODE -> List.of("javascript");
            case CODE_WITH_SCOPE -> List.of("javascriptWithScope");
            case MAX_KEY -> List.of("maxKey");
        };
    }
}
