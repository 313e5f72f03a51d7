package dev.millrace.sink.object.parquet;

import com.oracle.svm.core.AlwaysInline;
import dev.millrace.bson.LittleEndian;
import dev.millrace.bson.ShortCopy;
import java.util.Arrays;

/** Bytes of a page under construction, in an array that grows and is reused. Numbers are little-endian, as Parquet has them. */
final class PageBytes {

    private static final int FIRST = 256;

    /** What an array can hold in every Java virtual machine. */
    private static final int LIMIT = Integer.MAX_VALUE - 16;

    /** An array of more than this, as a huge document makes it, is not kept for the next page. */
    private static final int KEPT = 2 << 20;

    private byte[] bytes = {};
    private int length;

    int length() {
        return length;
    }

    /** Replaced when it grows. */
    byte[] array() {
        return bytes;
    }

    /** The array, after it has grown to `count` bytes at least. */
    byte[] room(int count) {
        ensure(count - length);
        return bytes;
    }

    void clear() {
        length = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[0];
        }
    }

    void truncate(int length) {
        this.length = length;
    }

    @AlwaysInline("small, and called for each value")
    void int8(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    @AlwaysInline("small, and called for each value")
    void int32(int value) {
        ensure(4);
        LittleEndian.putInt32(bytes, length, value);
        length += 4;
    }

    @AlwaysInline("small, and called for each value")
    void int64(long value) {
        ensure(8);
        LittleEndian.putInt64(bytes, length, value);
        length += 8;
    }

    void raw(byte[] source, int offset, int count) {
        ensure(count);
        ShortCopy.copy(source, offset, bytes, length, count);
        length += count;
    }

    /** Seven bits a byte, the lowest first. */
    void varint(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            int8((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        int8(rest);
    }

    void set(int at, int octet) {
        bytes[at] = (byte) octet;
    }

    /** Puts the number of bytes behind it into the four bytes at `at`. */
    void lengthAt(int at) {
        LittleEndian.putInt32(bytes, at, length - at - 4);
    }

    @AlwaysInline("small, and called for each value")
    private void ensure(int count) {
        if (bytes.length - length < count) {
            grow(count);
        }
    }

    private void grow(int count) {
        long needed = (long) length + count;
        if (needed > LIMIT) {
            throw new IllegalStateException("a page cannot hold " + needed + " bytes");
        }
        long wanted = Math.max(Math.max(needed, FIRST), length + (long) (length >> 1));
        bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, LIMIT));
    }
}
