package dev.millrace.source.generated;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds one BSON document at a time at the front of an array that grows as needed (bsonspec.org). Names are given
 * encoded, with their closing zero byte, so that nothing is encoded twice.
 */
public final class BsonAppender {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[4096];
    private int length;

    /** A field name as {@link #element} wants it. */
    public static byte[] name(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a BSON field name cannot contain a NUL");
        }
        return (name + '\0').getBytes(StandardCharsets.UTF_8);
    }

    /** The array written to; replaced when it grows. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    /** Forgets everything behind a place. */
    public void truncate(int place) {
        length = place;
    }

    /** Starts a document, array or string; its length goes where {@link #end} is told. */
    public int begin() {
        ensure(4);
        int start = length;
        length += 4;
        return start;
    }

    /** Ends a document or array: a zero byte, and its length at its start. */
    public void end(int start) {
        int8(0);
        INT.set(bytes, start, length - start);
    }

    /** Ends a string: a zero byte, and at its start its length without these four bytes. */
    public void endString(int start) {
        int8(0);
        INT.set(bytes, start, length - start - 4);
    }

    /** Type and name, which the value must follow. */
    public void element(int type, byte[] name) {
        ensure(1 + name.length);
        bytes[length] = (byte) type;
        System.arraycopy(name, 0, bytes, length + 1, name.length);
        length += 1 + name.length;
    }

    public void string(byte[] name, byte[] utf8) {
        element(BsonTypeByte.STRING, name);
        int32(utf8.length + 1);
        raw(utf8);
        int8(0);
    }

    public void int8(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    public void int32(int value) {
        ensure(4);
        INT.set(bytes, length, value);
        length += 4;
    }

    public void int64(long value) {
        ensure(8);
        LONG.set(bytes, length, value);
        length += 8;
    }

    public void float64(double value) {
        int64(Double.doubleToRawLongBits(value));
    }

    /** An exact decimal, `unscaled` / 10^`scale` (IEEE 754 decimal128, binary integer encoding). */
    public void decimal128(long unscaled, int scale) {
        int64(Math.abs(unscaled));
        int64((6176L - scale) << 49 | (unscaled < 0 ? 1L << 63 : 0));
    }

    public void raw(byte[] value) {
        raw(value, 0, value.length);
    }

    public void raw(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    /** Repeats one byte. */
    public void fill(int value, int count) {
        ensure(count);
        Arrays.fill(bytes, length, length + count, (byte) value);
        length += count;
    }

    /** Makes room, so that a source inside {@link #bytes()} stays valid during the next call. */
    public void ensure(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
    }
}
