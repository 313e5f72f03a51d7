package dev.millrace.bson;

import org.bson.BsonValue;

/**
 * The groups of types that MongoDB compares as one, in their order: a range query returns only values of the bracket
 * of its bounds. Source: {@code canonicalizeBSONType} in the server's bsontypes.h.
 */
public enum TypeBracket {
    MIN_KEY,
    UNDEFINED,
    NULL,
    NUMBER,
    /** Symbols too. */
    STRING,
    OBJECT,
    ARRAY,
    BINARY,
    OBJECT_ID,
    BOOLEAN,
    DATE,
    TIMESTAMP,
    REGEX,
    DB_POINTER,
    CODE,
    CODE_WITH_SCOPE,
    MAX_KEY;

    public static TypeBracket of(BsonValue value) {
        return switch (value.getBsonType()) {
            case MIN_KEY -> MIN_KEY;
            case UNDEFINED -> UNDEFINED;
            case NULL -> NULL;
            case DOUBLE, INT32, INT64, DECIMAL128 -> NUMBER;
            case STRING, SYMBOL -> STRING;
            case DOCUMENT -> OBJECT;
            case ARRAY -> ARRAY;
            case BINARY -> BINARY;
            case OBJECT_ID -> OBJECT_ID;
            case BOOLEAN -> BOOLEAN;
            case DATE_TIME -> DATE;
            case TIMESTAMP -> TIMESTAMP;
            case REGULAR_EXPRESSION -> REGEX;
            case DB_POINTER -> DB_POINTER;
            case JAVASCRIPT -> CODE;
            case JAVASCRIPT_WITH_SCOPE -> CODE_WITH_SCOPE;
            case MAX_KEY -> MAX_KEY;
            case END_OF_DOCUMENT -> throw new IllegalArgumentException("the end of a document is no value");
        };
    }
}
