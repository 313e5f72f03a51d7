package dev.millrace.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A place in a change stream: what the server calls a resume token. Everything up to it has been seen; a stream goes on
 * behind it. Two are equal whose tokens are.
 */
public final class ResumePoint {

    /** How a string that is called `_data` begins in BSON: type and name. */
    private static final byte[] DATA = "\u0002_data\0".getBytes(StandardCharsets.US_ASCII);

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
            known = token instanceof RawBsonDocument raw ? plain(raw) : null;
            if (known == null) {
                known = token.get("_data") instanceof BsonString data ? data.getValue() : token.toJson();
            }
            text = known;
        }
        return known;
    }

    /** Of a token that is `{_data: TEXT}` and no more, as deployments give it; null for another. Asked at every event. */
    private static @Nullable String plain(RawBsonDocument token) {
        ByteBuffer bytes = token.getByteBuffer().asNIO().order(ByteOrder.LITTLE_ENDIAN);
        int field = bytes.position() + Integer.BYTES;
        int text = field + DATA.length + Integer.BYTES;
        int length = bytes.limit() - text - 2;
        boolean isPlain = length >= 0
                && bytes.slice(field, DATA.length).equals(ByteBuffer.wrap(DATA))
                && bytes.getInt(text - Integer.BYTES) == length + 1;
        return isPlain ? new String(bytes.array(), bytes.arrayOffset() + text, length, StandardCharsets.UTF_8) : null;
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
