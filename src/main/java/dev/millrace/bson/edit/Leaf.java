package dev.millrace.bson.edit;

import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/** A new value. */
public record Leaf(BsonValue value) implements Node {

    @Override
    public byte type() {
        return (byte) value.getBsonType().getValue();
    }

    @Override
    public void write(ByteOutput out) {
        switch (value) {
            case BsonString text -> out.string(text.getValue());
            case BsonInt32 number -> out.int32(number.getValue());
            case BsonInt64 number -> out.int64(number.getValue());
            case BsonDouble number -> out.int64(Double.doubleToRawLongBits(number.getValue()));
            case BsonDateTime date -> out.int64(date.getValue());
            case BsonBoolean bool -> out.int8(bool.getValue() ? 1 : 0);
            case BsonNull _ -> {}
            default -> rare(out);
        }
    }

    /** The driver writes it in a document of its own: 4 bytes of length, the type, an empty name, the value, a zero. */
    private void rare(ByteOutput out) {
        byte[] whole = DriverBytes.of(new BsonDocument("", value));
        out.raw(whole, 6, whole.length - 7);
    }
}
