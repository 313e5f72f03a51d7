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

    /** Of each value, where it begins, and its hash. */
    private int[] starts = {};

    private int[] hashes = {};

    /** Number of a value plus one, by its hash; at least half of the places are empty. */
    private int[] places = {};

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
        return values.array().length + 4 * (starts.length + hashes.length + places.length);
    }

    /** The number of a value of bytes. One dictionary holds either these or numbers of one width. */
    int of(byte[] source, int offset, int length) {
        int hash = hash(source, offset, length);
        int mask = places.length - 1;
        int place = hash & mask;
        while (mask >= 0 && places[place] != 0) {
            int number = places[place] - 1;
            if (hashes[number] == hash && is(number, source, offset, length)) {
                return number;
            }
            place = (place + 1) & mask;
        }
        int number = add(hash);
        values.int32(length);
        values.raw(source, offset, length);
        return number;
    }

    /** The number of a value of 4 or 8 bytes. */
    int of(long value, int width) {
        int hash = hash(value);
        int mask = places.length - 1;
        int place = hash & mask;
        while (mask >= 0 && places[place] != 0) {
            int number = places[place] - 1;
            if (at(starts[number], width) == value) {
                return number;
            }
            place = (place + 1) & mask;
        }
        int number = add(hash);
        if (width == 4) {
            values.int32((int) value);
        } else {
            values.int64(value);
        }
        return number;
    }

    /** Appends a value as a page without a dictionary has it. */
    void copyTo(PageBytes page, int number) {
        int start = starts[number];
        int end = number + 1 < size ? starts[number + 1] : values.length();
        page.raw(values.array(), start, end - start);
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
        put(hash, size);
        hashes[size] = hash;
        starts[size] = values.length();
        return size++;
    }

    private void put(int hash, int number) {
        int mask = places.length - 1;
        int place = hash & mask;
        while (places[place] != 0) {
            place = (place + 1) & mask;
        }
        places[place] = number + 1;
    }

    private void enlarge() {
        int count = Math.max(FIRST_PLACES, places.length * 2);
        places = new int[count];
        starts = Arrays.copyOf(starts, count / 2);
        hashes = Arrays.copyOf(hashes, count / 2);
        for (int number = 0; number < size; number++) {
            put(hashes[number], number);
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
