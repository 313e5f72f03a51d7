package dev.millrace.doubles.mongo;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** A command that ends in {@code ok: 0}: its code, message, labels and whatever else the reply carries. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int code;
    private final String codeName;
    private final transient BsonDocument extras;
    private final List<String> labels;

    CommandFailure(int code, String codeName, String message) {
        this(code, codeName, message, new BsonDocument(), List.of());
    }

    CommandFailure(int code, String codeName, String message, BsonDocument extras, List<String> labels) {
        super(message, null, false, false);
        this.code = code;
        this.codeName = codeName;
        this.extras = extras;
        this.labels = labels;
    }

    /** The failure with fields that only some errors have, such as {@code keyPattern} of a duplicate key. */
    CommandFailure with(BsonDocument moreFields) {
        return new CommandFailure(code, codeName, getMessage(), moreFields, labels);
    }

    BsonDocument extras() {
        return extras;
    }

    BsonDocument toReply() {
        BsonDocument reply = new BsonDocument("ok", new BsonDouble(0))
                .append("errmsg", new BsonString(getMessage()))
                .append("code", new BsonInt32(code))
                .append("codeName", new BsonString(codeName));
        reply.putAll(extras);
        if (!labels.isEmpty()) {
            reply.append(
                    "errorLabels",
                    new BsonArray(labels.stream().map(BsonString::new).toList()));
        }
        return reply;
    }
}
