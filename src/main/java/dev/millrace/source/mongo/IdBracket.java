package dev.millrace.source.mongo;

import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;

/**
 * The groups of types within which MongoDB compares values in a query, in BSON comparison order. Arrays, regular
 * expressions and undefined have none here: servers refuse them as `_id`. Names are those of the operator `$type`.
 */
enum IdBracket {
    MIN_KEY(Set.of(BsonType.MIN_KEY), "minKey"),
    NULL(Set.of(BsonType.NULL), "null"),
    NUMBER(
            Set.of(BsonType.INT32, BsonType.INT64, BsonType.DOUBLE, BsonType.DECIMAL128),
            "int",
            "long",
            "double",
            "decimal"),
    STRING(Set.of(BsonType.STRING, BsonType.SYMBOL), "string", "symbol"),
    OBJECT(Set.of(BsonType.DOCUMENT), "object"),
    BINARY(Set.of(BsonType.BINARY), "binData"),
    OBJECT_ID(Set.of(BsonType.OBJECT_ID), "objectId"),
    BOOLEAN(Set.of(BsonType.BOOLEAN), "bool"),
    DATE(Set.of(BsonType.DATE_TIME), "date"),
    TIMESTAMP(Set.of(BsonType.TIMESTAMP), "timestamp"),
    DB_POINTER(Set.of(BsonType.DB_POINTER), "dbPointer"),
    CODE(Set.of(BsonType.JAVASCRIPT), "javascript"),
    CODE_WITH_SCOPE(Set.of(BsonType.JAVASCRIPT_WITH_SCOPE), "javascriptWithScope"),
    MAX_KEY(Set.of(BsonType.MAX_KEY), "maxKey");

    private final Set<BsonType> types;
    private final List<String> typeNames;

    IdBracket(Set<BsonType> types, String... typeNames) {
        this.types = types;
        this.typeNames = List.of(typeNames);
    }

    static IdBracket of(BsonValue id) {
        for (IdBracket bracket : values()) {
            if (bracket.types.contains(id.getBsonType())) {
                return bracket;
            }
        }
        throw new IllegalArgumentException("a server does not accept an _id of type " + id.getBsonType());
    }

    /** Whether the bracket has one value only, so that at most one document of a collection is in it. */
    boolean isSingleValue() {
        return this == MIN_KEY || this == NULL || this == MAX_KEY;
    }

    /** What `_id` has to match to be in the bracket, NaN excepted: comparisons never find it. */
    BsonDocument whole() {
        if (this == NUMBER) {
            return new BsonDocument("$gte", new BsonDouble(Double.NEGATIVE_INFINITY));
        }
        return new BsonDocument(
                "$type", new BsonArray(typeNames.stream().map(BsonString::new).toList()));
    }
}
