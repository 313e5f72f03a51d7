package dev.millrace.sink.object.parquet;

import com.oracle.svm.core.AlwaysInline;
import dev.millrace.bson.LittleEndian;
import dev.millrace.bson.ShortCopy;
import java.util.Arrays;

/**
 * The least and the greatest of many values of bytes, which are compared as unsigned numbers, one byte after the other, or as
 * signed big-endian numbers of one length. Copies only what is a new bound. For use by one thread.
 */
final class ByteBounds {

    /** A longer bound has an array of its own, which is handed over: of a value of 16 MB there are copies enough. */
    private static final int KEPT = 4 << 10;

    /** What is added to the first eight bytes so that they compare as unsigned. */
    private final long sign;

    private final Bound least = new Bound();
    private final Bound greatest = new Bound();
    private boolean some;

    /** One of the two. */
    private static final class Bound {

        /** The first eight bytes as a number, with zeros behind a shorter value. */
        private long start;

        private byte[] bytes = {};
        private int length;

        private void set(long start, byte[] source, int offset, int length) {
            this.start = start;
            this.length = length;
            if (bytes.length < length || bytes.length > KEPT) {
                bytes = new byte[length];
            }
            ShortCopy.copy(source, offset, bytes, 0, length);
        }

        /** Is as another, from which this takes a long array. */
        private void set(Bound other) {
            if (other.length > KEPT) {
                start = other.start;
                length = other.length;
                bytes = other.bytes;
            } else {
                set(other.start, other.bytes, 0, other.length);
            }
        }

        /** Compares a value to this. */
        private int compare(long start, byte[] source, int offset, int length) {
            int first = Long.compareUnsigned(start, this.start);
            return first != 0 ? first : Arrays.compareUnsigned(source, offset, offset + length, bytes, 0, this.length);
        }

        private byte[] take() {
            if (length <= KEPT) {
                return Arrays.copyOf(bytes, length);
            }
            byte[] whole = bytes;
            bytes = new byte[0];
            length = 0;
            return whole;
        }
    }

    ByteBounds(boolean signed) {
        sign = signed ? Long.MIN_VALUE : 0;
    }

    void add(byte[] source, int offset, int length) {
        long start = start(source, offset, length) ^ sign;
        if (!some) {
            some = true;
            least.set(start, source, offset, length);
            greatest.set(least);
        } else if (least.compare(start, source, offset, length) < 0) {
            least.set(start, source, offset, length);
        } else if (greatest.compare(start, source, offset, length) > 0) {
            greatest.set(start, source, offset, length);
        }
    }

    boolean isEmpty() {
        return !some;
    }

    /** The least value; nothing may be added before {@link #clear}. */
    byte[] least() {
        return least.take();
    }

    /** The greatest value; nothing may be added before {@link #clear}. */
    byte[] greatest() {
        return greatest.take();
    }

    void clear() {
        some = false;
    }

    int allocatedBytes() {
        return least.bytes.length + greatest.bytes.length;
    }

    @AlwaysInline("small, and called for each value")
    private static long start(byte[] bytes, int offset, int length) {
        if (length >= 8) {
            return Long.reverseBytes(LittleEndian.int64(bytes, offset));
        }
        long start = 0;
        for (int i = 0; i < length; i++) {
            start = (start << 8) | (bytes[offset + i] & 0xFF);
        }
        return length == 0 ? 0 : start << (8 * (8 - length));
    }
}
