package dev.millrace.bson;

import com.oracle.svm.core.AlwaysInline;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers the known names of fields and finds a name's number from its bytes: where it is expected first, as the
 * documents of a collection mostly share the order of their fields, then by hash. Immutable; a lookup allocates nothing.
 */
public final class FieldNames {

    public static final int UNKNOWN = -1;

    private static final long PRIME = 0x9E3779B97F4A7C15L;

    /** By the length of a name up to eight, the bits of a word that are its own. */
    private static final long[] OWN = {
        0, 0xFFL, 0xFFFFL, 0xFFFFFFL, 0xFFFFFFFFL, 0xFFFFFFFFFFL, 0xFFFFFFFFFFFFL, 0xFFFFFFFFFFFFFFL, -1
    };

    private final byte[][] names;
    private final long[] starts;

    /** A bit for each name by its start and length: most that are unknown need not be hashed whole. */
    private final long bits;

    /** Number + 1 of the name at each place of an open hash table, 0 where there is none; at most half full. */
    private final int[] table;

    /** @param names all different; a name's number is its index */
    public FieldNames(List<String> names) {
        this.names = new byte[names.size()][];
        starts = new long[names.size()];
        table = new int[Integer.highestOneBit(Math.max(2, names.size())) << 2];
        long known = 0;
        for (int number = 0; number < this.names.length; number++) {
            byte[] name = names.get(number).getBytes(StandardCharsets.UTF_8);
            long start = start(name, 0, name.length);
            if (search(start, name, 0, name.length) != UNKNOWN) {
                throw new IllegalArgumentException("the name '" + names.get(number) + "' is given twice");
            }
            this.names[number] = name;
            starts[number] = start;
            known |= bit(start, name.length);
            table[freePlace(name)] = number + 1;
        }
        bits = known;
    }

    public int size() {
        return names.length;
    }

    /** The name's number or {@link #UNKNOWN}; `expected` may be any number, best that of the field before plus one. */
    public int find(int expected, BsonCursor element) {
        return find(expected, element.bytes(), element.nameOffset(), element.nameLength());
    }

    /** As {@link #find(int, BsonCursor)} for the name that fills `length` bytes from `offset`. */
    public int find(int expected, byte[] bytes, int offset, int length) {
        long start = start(bytes, offset, length);
        if (expected >= 0 && expected < names.length && is(expected, start, bytes, offset, length)) {
            return expected;
        }
        return (bits & bit(start, length)) == 0 ? UNKNOWN : search(start, bytes, offset, length);
    }

    private int search(long start, byte[] bytes, int offset, int length) {
        int mask = table.length - 1;
        int place = hash(start, bytes, offset, length) & mask;
        while (table[place] != 0) {
            int number = table[place] - 1;
            if (is(number, start, bytes, offset, length)) {
                return number;
            }
            place = (place + 1) & mask;
        }
        return UNKNOWN;
    }

    @AlwaysInline("small, and called for each field")
    private boolean is(int number, long start, byte[] bytes, int offset, int length) {
        byte[] name = names[number];
        return starts[number] == start
                && name.length == length
                && (length <= 8 || Arrays.equals(name, 8, length, bytes, offset + 8, offset + length));
    }

    private int freePlace(byte[] name) {
        int mask = table.length - 1;
        int place = hash(start(name, 0, name.length), name, 0, name.length) & mask;
        while (table[place] != 0) {
            place = (place + 1) & mask;
        }
        return place;
    }

    /** The first eight bytes as a number, zeros behind a shorter name. */
    @AlwaysInline("small, and called for each field")
    static long start(byte[] bytes, int offset, int length) {
        if (offset + 8 <= bytes.length) {
            return LittleEndian.int64(bytes, offset) & OWN[Math.min(length, 8)];
        }
        long start = 0;
        for (int i = length - 1; i >= 0; i--) {
            start = start << 8 | (bytes[offset + i] & 0xFF);
        }
        return start;
    }

    @AlwaysInline("small, and called for each field")
    private static long bit(long start, int length) {
        return 1L << (((start ^ length) * PRIME) >>> 58);
    }

    static int hash(long start, byte[] bytes, int offset, int length) {
        long hash = (start ^ length) * PRIME;
        for (int i = 8; i < length; i += 8) {
            // The last word overlaps the one before rather than reach beyond the name.
            hash = (Long.rotateLeft(hash, 31) ^ LittleEndian.int64(bytes, offset + Math.min(i, length - 8))) * PRIME;
        }
        // Every bit of a product depends on lower ones alone: the upper half, where the last bytes are, has to come
        // down.
        return (int) (((hash ^ (hash >>> 32)) * PRIME) >>> 32);
    }
}
