package dev.millrace.schema;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes BSON byte by byte: names twice, text that is no UTF-8, whatever a driver would refuse. */
public final class BsonBytes {

    private final ByteArrayOutputStream elements = new ByteArrayOutputStream();

    public static BsonBytes document() {
        return new BsonBytes();
    }

    public BsonBytes put(String name, int type, byte[] value) {
        return put(name.getBytes(StandardCharsets.UTF_8), type, value);
    }

    public BsonBytes put(byte[] name, int type, byte[] value) {
        elements.write(type);
        elements.writeBytes(name);
        elements.write(0);
        elements.writeBytes(value);
        return this;
    }

    public BsonBytes int32(String name, int value) {
        return put(name, 0x10, int32(value));
    }

    public BsonBytes int64(String name, long value) {
        return put(name, 0x12, int64(value));
    }

    public BsonBytes float64(String name, double value) {
        return put(name, 0x01, int64(Double.doubleToRawLongBits(value)));
    }

    public BsonBytes string(String name, String value) {
        return put(name, 0x02, text(value.getBytes(StandardCharsets.UTF_8)));
    }

    public BsonBytes nothing(String name) {
        return put(name, 0x0A, new byte[0]);
    }

    public BsonBytes document(String name, BsonBytes value) {
        return put(name, 0x03, value.toArray());
    }

    public BsonBytes array(String name, BsonBytes value) {
        return put(name, 0x04, value.toArray());
    }

    public byte[] toArray() {
        byte[] inner = elements.toByteArray();
        return ByteBuffer.allocate(inner.length + 5)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(inner.length + 5)
                .put(inner)
                .put((byte) 0)
                .array();
    }

    public static byte[] int32(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    public static byte[] int64(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    /** The value of a string, symbol or code. */
    public static byte[] text(byte[] utf8) {
        return ByteBuffer.allocate(utf8.length + 5)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(utf8.length + 1)
                .put(utf8)
                .put((byte) 0)
                .array();
    }

    public static byte[] binary(int subtype, byte[] data) {
        return ByteBuffer.allocate(data.length + 5)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(data.length)
                .put((byte) subtype)
                .put(data)
                .array();
    }
}
