package dev.millrace.sink.object.parquet;

import com.oracle.svm.core.AlwaysInline;
import dev.millrace.bson.LittleEndian;
import java.util.Arrays;

/**
 * The different values of a column of a row group, numbered in the order in which they came, and their bytes as a dictionary
 * page has them. Allocates nothing a value. For use by one thread.
 */
final class ValueDictionary {

    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final int FIRST_PLACES = 64;

    private final PageBytes values = new PageBytes();
    private int size;

    /** Bytes of each value; 0 where they differ, and have their length in front. */
    private int width;

    /** Of each value, where it begins; not where all have one width. */
    private int[] starts = {};

    /** By its hash a value's: the hash in the upper half, its number plus one in the lower. At least half are empty, 0. */
    private long[] places = {};

    void clear() {
        values.clear();
        size = 0;
        Arrays.fill(places, 0);
    }

    int size() {
        return size;
    }

    /** The values; lengths in front of those of bytes. */
    PageBytes values() {
        return values;
    }

    int allocatedBytes() {
        return values.array().length + 4 * starts.length + 8 * places.length;
    }

    /** The number of a value of bytes. One dictionary holds either these or numbers of one width. */
    int of(byte[] source, int offset, int length) {
        int hash = hash(source, offset, length);
        int mask = places.length - 1;
        int place = hash & mask;
        while (mask >= 0 && places[place] != 0) {
            long known = places[place];
            int number = (int) known - 1;
            if ((int) (known >>> 32) == hash && is(number, source, offset, length)) {
                return number;
            }
            place = (place + 1) & mask;
        }
        width = 0;
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, Math.max(FIRST_PLACES / 2, 2 * size));
        }
        starts[size] = values.length();
        values.int32(length);
        values.raw(source, offset, length);
        return add(hash);
    }

    /** The number of a value of 4 or 8 bytes. */
    int of(long value, int width) {
        int hash = hash(value);
        int mask = places.length - 1;
        int place = hash & mask;
        while (mask >= 0 && places[place] != 0) {
            long known = places[place];
            int number = (int) known - 1;
            if ((int) (known >>> 32) == hash && at(number * width, width) == value) {
                return number;
            }
            place = (place + 1) & mask;
        }
        this.width = width;
        if (width == 4) {
            values.int32((int) value);
        } else {
            values.int64(value);
        }
        return add(hash);
    }

    /** Appends a value as a page without a dictionary has it. */
    void copyTo(PageBytes page, int number) {
        int prefix = width == 0 ? Integer.BYTES : 0;
        page.raw(values.array(), start(number) - prefix, length(number) + prefix);
    }

    /** Where a value begins among {@link #values}, behind its length. */
    @AlwaysInline("small, and called for each value")
    int start(int number) {
        return width == 0 ? starts[number] + Integer.BYTES : number * width;
    }

    /** Bytes of a value. */
    @AlwaysInline("small, and called for each value")
    int length(int number) {
        return width == 0 ? LittleEndian.int32(values.array(), starts[number]) : width;
    }

    @AlwaysInline("small, and called for each value")
    private long at(int start, int width) {
        byte[] array = values.array();
        return width == 4 ? LittleEndian.int32(array, start) : LittleEndian.int64(array, start);
    }

    @AlwaysInline("small, and called for each value")
    private boolean is(int number, byte[] source, int offset, int length) {
        byte[] array = values.array();
        int start = starts[number];
        return LittleEndian.int32(array, start) == length
                && Arrays.equals(array, start + 4, start + 4 + length, source, offset, offset + length);
    }

    private int add(int hash) {
        if (2 * size >= places.length) {
            enlarge();
        }
        int number = size++;
        put(((long) hash << 32) | size);
        return number;
    }

    private void put(long known) {
        int mask = places.length - 1;
        int place = (int) (known >>> 32) & mask;
        while (places[place] != 0) {
            place = (place + 1) & mask;
        }
        places[place] = known;
    }

    private void enlarge() {
        long[] before = places;
        places = new long[Math.max(FIRST_PLACES, before.length * 2)];
        for (long known : before) {
            if (known != 0) {
                put(known);
            }
        }
    }

    @AlwaysInline("small, and called for each value")
    static int hash(byte[] bytes, int offset, int length) {
        long hash = length * PRIME;
        int end = offset + length;
        if (length >= 8) {
            for (int at = offset; at < end; at += 8) {
                // The last word overlaps the one before rather than reach beyond the value.
                hash = (Long.rotateLeft(hash, 31) ^ LittleEndian.int64(bytes, Math.min(at, end - 8))) * PRIME;
            }
        } else if (length >= 4) {
            long word = ((long) LittleEndian.int32(bytes, offset) << 32)
                    | (LittleEndian.int32(bytes, end - 4) & 0xFFFFFFFFL);
            hash = (hash ^ word) * PRIME;
        } else {
            for (int at = offset; at < end; at++) {
                hash = (hash ^ bytes[at]) * PRIME;
            }
        }
        return finish(hash);
    }

    static int hash(long value) {
        return finish(value * PRIME);
    }

    /** Every bit of the product depends on lower ones alone: the upper half has to come down before its turn. */
    private static int finish(long product) {
        return (int) (((product ^ (product >>> 32)) * PRIME) >>> 32);
    }
}
