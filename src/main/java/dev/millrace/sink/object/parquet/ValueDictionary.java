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
    private final int width;

    /** Of each value, where it begins; not where all have one width. */
    private int[] starts = {};

    /** By its hash a value's: the hash in the upper half, its number plus one in the lower. At least half are empty, 0. */
    private long[] places = {};

    private final Lookups lookups;

    /**
     * @param width   4 or 8 for numbers; 0 for bytes, which have their length in front
     * @param lookups for this one's use from each {@link #lookAt} to the last {@link #of} behind it
     */
    ValueDictionary(int width, Lookups lookups) {
        this.width = width;
        this.lookups = lookups;
    }

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

    /**
     * Looks at values that follow one another in a page without a dictionary, from its first byte on, and are asked for by {@link #of}
     * next: the waits for memory, of which dictionaries take much, are for all of them at once.
     *
     * @param count up to {@link Lookups#MOST}
     */
    void lookAt(byte[] page, int count) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (width == 0) {
                int length = LittleEndian.int32(page, at);
                at += Integer.BYTES;
                lookups.hashes[i] = hash(page, at, length);
                at += length;
            } else {
                lookups.hashes[i] = hash(number(page, at));
                at += width;
            }
        }
        int mask = places.length - 1;
        for (int i = 0; i < count; i++) {
            lookups.found[i] = mask < 0 ? 0 : places[lookups.hashes[i] & mask];
        }
    }

    /** The number of value `index` among those that were looked at last, which fills `length` bytes from `offset`. */
    int of(int index, byte[] page, int offset, int length) {
        int hash = lookups.hashes[index];
        long first = lookups.found[index];
        if (first != 0 && is(first, hash, page, offset, length)) {
            return (int) first - 1;
        }
        int mask = places.length - 1;
        int place = hash & mask;
        while (mask >= 0 && places[place] != 0) {
            if (is(places[place], hash, page, offset, length)) {
                return (int) places[place] - 1;
            }
            place = (place + 1) & mask;
        }
        if (width == 0) {
            if (size == starts.length) {
                starts = Arrays.copyOf(starts, Math.max(FIRST_PLACES / 2, 2 * size));
            }
            starts[size] = values.length();
            values.int32(length);
        }
        values.raw(page, offset, length);
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
    private long number(byte[] source, int offset) {
        return width == Integer.BYTES ? LittleEndian.int32(source, offset) : LittleEndian.int64(source, offset);
    }

    @AlwaysInline("small, and called for each value")
    private boolean is(long known, int hash, byte[] source, int offset, int length) {
        if ((int) (known >>> 32) != hash) {
            return false;
        }
        int number = (int) known - 1;
        byte[] array = values.array();
        if (width != 0) {
            return number(array, number * width) == number(source, offset);
        }
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
