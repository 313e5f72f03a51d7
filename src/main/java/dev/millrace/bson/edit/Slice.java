package dev.millrace.bson.edit;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.LittleEndian;
import dev.millrace.bson.TypeByte;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** A value as it came: bytes of somebody else's array, which are not changed. */
public final class Slice implements Node {

    private final byte type;
    private final byte[] bytes;
    private final int offset;
    private final int length;

    /** Where the type and the name stand that the value has in these bytes; -1 where it has another name by now. */
    private final int start;

    private Slice(byte type, byte[] bytes, int offset, int length, int start) {
        this.type = type;
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.start = start;
    }

    /** The value of the element on which a cursor stands. */
    static Slice of(BsonCursor element) {
        return new Slice(
                element.type(),
                element.bytes(),
                element.valueOffset(),
                element.valueLength(),
                element.nameOffset() - 1);
    }

    /** A node that is put under another name than it had. */
    static Node renamed(Node node) {
        return node instanceof Slice slice && slice.start >= 0
                ? new Slice(slice.type, slice.bytes, slice.offset, slice.length, -1)
                : node;
    }

    /** Whether type, name and value can be written as they came. */
    boolean isWhole() {
        return start >= 0;
    }

    /** Writes type, name and value as they came, and those of other such slices that follow at once. */
    int writeWhole(List<Node> values, int field, ByteOutput out) {
        int end = offset + length;
        int next = field + 1;
        while (next < values.size()
                && values.get(next) instanceof Slice slice
                && slice.start == end
                && slice.bytes == bytes) {
            end = slice.offset + slice.length;
            next++;
        }
        out.raw(bytes, start, end - start);
        return next;
    }

    /** A value of the driver; documents and arrays as bytes, so that they can be opened wherever they are put. */
    public static Node of(BsonValue value) {
        return value.isDocument() || value.isArray() ? of(new Leaf(value)) : new Leaf(value);
    }

    /** A copy of a node that can be put elsewhere: changes there do not show here. */
    public static Node of(Node node) {
        if (node instanceof Slice) {
            return renamed(node);
        }
        ByteOutput out = new ByteOutput(256);
        node.write(out);
        return new Slice(node.type(), out.bytes(), 0, out.length(), -1);
    }

    @Override
    public byte type() {
        return type;
    }

    @Override
    public void write(ByteOutput out) {
        out.raw(bytes, offset, length);
    }

    /** A document or an array opened; anything else as it is. */
    Node opened() {
        return switch (type) {
            case TypeByte.DOCUMENT -> OpenDocument.of(bytes, offset, length);
            case TypeByte.ARRAY -> OpenArray.of(bytes, offset, length);
            default -> this;
        };
    }

    /** The value decoded. */
    public BsonValue value() {
        return switch (type) {
            case TypeByte.STRING -> new BsonString(new String(bytes, offset + 4, length - 5, StandardCharsets.UTF_8));
            case TypeByte.INT32 -> new BsonInt32(LittleEndian.int32(bytes, offset));
            case TypeByte.INT64 -> new BsonInt64(LittleEndian.int64(bytes, offset));
            case TypeByte.DOUBLE -> new BsonDouble(LittleEndian.float64(bytes, offset));
            case TypeByte.DATE -> new BsonDateTime(LittleEndian.int64(bytes, offset));
            case TypeByte.BOOLEAN -> BsonBoolean.valueOf(bytes[offset] != 0);
            case TypeByte.NULL -> BsonNull.VALUE;
            case TypeByte.OBJECT_ID ->
                new BsonObjectId(new ObjectId(Arrays.copyOfRange(bytes, offset, offset + length)));
            case TypeByte.DECIMAL128 ->
                new BsonDecimal128(Decimal128.fromIEEE754BIDEncoding(
                        LittleEndian.int64(bytes, offset + 8), LittleEndian.int64(bytes, offset)));
            default -> rare();
        };
    }

    /** The driver reads it out of a document of its own. */
    private BsonValue rare() {
        ByteOutput out = new ByteOutput(length + 7);
        int start = out.start();
        out.int8(type);
        out.int8(0);
        out.raw(bytes, offset, length);
        out.end(start);
        return DriverBytes.document(Arrays.copyOf(out.bytes(), out.length()))
                .values()
                .iterator()
                .next();
    }
}
