package dev.millrace.model;

import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * A place in a change stream: what the server calls a resume token. Everything up to it has been seen; a stream goes on
 * behind it.
 */
public record ResumePoint(BsonDocument token) {

    public ResumePoint {
        Objects.requireNonNull(token, "token");
    }

    /** The token's text, `_data`, which differs for any two events of a deployment; its JSON for servers without. */
    public String text() {
        return token.get("_data") instanceof BsonString data ? data.getValue() : token.toJson();
    }
}
