package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** A command with its arguments and the connection it came on. */
record Call(
        String name, String database, RawBsonDocument body, Map<String, List<byte[]>> sequences, ClientState client) {

    /** The namespace that the command's own value names: {@code find: "orders"} on shop is shop.orders. */
    String namespace() {
        return database + "." + collection();
    }

    String collection() {
        BsonValue value = body.get(body.getFirstKey());
        if (value == null || !value.isString()) {
            throw ErrorCode.BAD_VALUE.failure("collection name has invalid type");
        }
        if (value.asString().getValue().isEmpty()) {
            throw ErrorCode.INVALID_NAMESPACE.failure("Invalid namespace specified '" + database + ".'");
        }
        return value.asString().getValue();
    }

    BsonDocument document(String field) {
        @Nullable BsonValue value = body.get(field);
        if (value == null || value.isNull()) {
            return new BsonDocument();
        }
        if (!value.isDocument()) {
            throw ErrorCode.TYPE_MISMATCH.failure(
                    "Expected field \"" + field + "\" to be an object, found " + TypeAliases.name(value.getBsonType()));
        }
        return RawBson.decode(RawBson.encode(value.asDocument()));
    }

    long number(String field, long absent) {
        return number(body, field, absent);
    }

    static long number(BsonDocument document, String field, long absent) {
        @Nullable BsonValue value = document.get(field);
        if (value == null) {
            return absent;
        }
        if (!value.isNumber()) {
            throw ErrorCode.FAILED_TO_PARSE.failure("'" + field + "' field must be numeric.");
        }
        return value.asNumber().longValue();
    }

    boolean flag(String field, boolean absent) {
        @Nullable BsonValue value = body.get(field);
        return value == null ? absent : Expression.isTrue(value);
    }

    String text(String field, String absent) {
        @Nullable BsonValue value = body.get(field);
        return value == null || !value.isString() ? absent : value.asString().getValue();
    }

    /** Documents of a write: from the message's sequence of that name, else from the array in the body. */
    List<byte[]> documents(String field) {
        @Nullable List<byte[]> sequence = sequences.get(field);
        if (sequence != null) {
            return sequence;
        }
        List<byte[]> documents = new ArrayList<>();
        body.getArray(field).forEach(value -> documents.add(RawBson.encode(value.asDocument())));
        return documents;
    }
}
