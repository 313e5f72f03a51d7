package dev.millrace.bson.edit;

import com.oracle.svm.core.AlwaysInline;
import dev.millrace.bson.LittleEndian;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that are appended, numbers in BSON's order. Not thread-safe. */
public final class ByteOutput {

    private byte[] bytes;
    private int length;

    ByteOutput(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    /** What was appended, as long as nothing more is. */
    byte[] bytes() {
        return bytes;
    }

    @AlwaysInline("small, and called for each field")
    void int8(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    @AlwaysInline("small, and called for each field")
    void int32(int value) {
        ensure(4);
        LittleEndian.putInt32(bytes, length, value);
        length += 4;
    }

    @AlwaysInline("small, and called for each field")
    void int64(long value) {
        ensure(8);
        LittleEndian.putInt64(bytes, length, value);
        length += 8;
    }

    @AlwaysInline("small, and called for each field")
    void raw(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    /** With its length in front and a zero behind. */
    void string(String text) {
        byte[] utf8 = utf8(text);
        int32(utf8.length + 1);
        raw(utf8, 0, utf8.length);
        int8(0);
    }

    /** With a zero behind. */
    void name(String text) {
        byte[] utf8 = utf8(text);
        raw(utf8, 0, utf8.length);
        int8(0);
    }

    /** The name of an array's element. */
    void index(int index) {
        if (index < 10) {
            int8('0' + index);
            int8(0);
        } else {
            name(Integer.toString(index));
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Leaves room for the length of a document; to be given to {@link #end}. */
    int start() {
        int at = length;
        int32(0);
        return at;
    }

    void end(int start) {
        int8(0);
        length(start, length - start);
    }

    /** Puts a length where it belongs. */
    void length(int at, int value) {
        LittleEndian.putInt32(bytes, at, value);
    }

    @AlwaysInline("small, and called for each field")
    private void ensure(int count) {
        if (count > bytes.length - length) {
            grow(count);
        }
    }

    private void grow(int count) {
        bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, count), bytes.length * 2));
    }
}
