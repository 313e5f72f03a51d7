package dev.millrace.sink.object.parquet;

import com.oracle.svm.core.AlwaysInline;
import dev.millrace.bson.LittleEndian;
import java.util.Arrays;

/**
 * The least and the greatest of values of bytes that all lie in one array: compared as unsigned numbers, one byte after the
 * other, or as signed big-endian numbers of one length. Remembers where they are and copies none. For use by one thread.
 */
final class ByteBounds {

    /** What is added to the first eight bytes so that they compare as unsigned. */
    private final long sign;

    private byte[] array = {};
    private boolean some;

    /** Of the least value the first eight bytes as a number, with zeros behind a shorter one. */
    private long leastStart;

    private int leastOffset;
    private int leastLength;
    private long greatestStart;
    private int greatestOffset;
    private int greatestLength;

    ByteBounds(boolean signed) {
        sign = signed ? Long.MIN_VALUE : 0;
    }

    /** @param source the same for all values until {@link #clear}, and not changed before */
    void add(byte[] source, int offset, int length) {
        long start = start(source, offset, length) ^ sign;
        if (!some) {
            some = true;
            array = source;
            setLeast(start, offset, length);
            setGreatest(start, offset, length);
        } else if (isLess(start, offset, length, leastStart, leastOffset, leastLength)) {
            setLeast(start, offset, length);
        } else if (isLess(greatestStart, greatestOffset, greatestLength, start, offset, length)) {
            setGreatest(start, offset, length);
        }
    }

    @AlwaysInline("small, and called for each value")
    private boolean isLess(long start, int offset, int length, long otherStart, int otherOffset, int otherLength) {
        int first = Long.compareUnsigned(start, otherStart);
        return first != 0
                ? first < 0
                : Arrays.compareUnsigned(array, offset, offset + length, array, otherOffset, otherOffset + otherLength)
                        < 0;
    }

    private void setLeast(long start, int offset, int length) {
        leastStart = start;
        leastOffset = offset;
        leastLength = length;
    }

    private void setGreatest(long start, int offset, int length) {
        greatestStart = start;
        greatestOffset = offset;
        greatestLength = length;
    }

    boolean isEmpty() {
        return !some;
    }

    /** A copy of the least value. */
    byte[] least() {
        return Arrays.copyOfRange(array, leastOffset, leastOffset + leastLength);
    }

    /** A copy of the greatest value. */
    byte[] greatest() {
        return Arrays.copyOfRange(array, greatestOffset, greatestOffset + greatestLength);
    }

    /** Whether one value is both. */
    boolean isOne() {
        return leastOffset == greatestOffset;
    }

    /** Forgets the values, and their array. */
    void clear() {
        some = false;
        array = new byte[0];
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
