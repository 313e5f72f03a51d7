package dev.millrace.transform;

import dev.millrace.bson.edit.Scope;
import dev.millrace.bson.edit.ValueChange;
import dev.millrace.bson.edit.ValueText;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bson.BsonBinary;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonUndefined;
import org.bson.BsonValue;

/**
 * Replaces a value by the HMAC-SHA-256 of its text, or of its bytes where it is binary data, as 64 hex digits. Values
 * that are written alike have the same hash, whatever their types: 5, 5.0 and "5". Null stays null.
 */
record Hashing(Hmac hmac) implements ValueChange {

    @Override
    public boolean asksScope() {
        return false;
    }

    @Override
    public BsonValue apply(BsonValue value, Scope scope) {
        if (value instanceof BsonNull || value instanceof BsonUndefined) {
            return value;
        }
        return new BsonString(HexFormat.of().formatHex(hmac.of(bytes(value))));
    }

    /** What identifies a value. */
    static byte[] bytes(BsonValue value) {
        return value instanceof BsonBinary binary
                ? binary.getData()
                : ValueText.canonical(value).getBytes(StandardCharsets.UTF_8);
    }
}
