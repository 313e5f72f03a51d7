package dev.millrace.model;

import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * A place in a change stream: what the server calls a resume token. Everything up to it has been seen; a stream goes on
 * behind it. Two are equal whose tokens are.
 */
public final class ResumePoint {

    private final BsonDocument token;

    /** Read out of the token when it is first asked for; two threads at once read the same. */
    private @Nullable String text;

    public ResumePoint(BsonDocument token) {
        this.token = Objects.requireNonNull(token, "token");
    }

    /** As the server gave it. */
    public BsonDocument token() {
        return token;
    }

    /** The token's text, `_data`, which differs for any two events of a deployment; its JSON for servers without. */
    public String text() {
        String known = text;
        if (known == null) {
            known = token.get("_data") instanceof BsonString data ? data.getValue() : token.toJson();
            text = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ResumePoint point && token.equals(point.token);
    }

    @Override
    public int hashCode() {
        return token.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
