package dev.millrace.bson;

import java.util.Arrays;

/** Tells whether the names of one document are all different; a few of them without a hash table. */
final class DistinctNames {

    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final int FEW = 24;

    private byte[] bytes = {};
    private int size;

    /** One bit for each name so far: one whose bit is not set is new. */
    private long bits;

    private final long[] starts = new long[FEW];
    private final int[] offsets = new int[FEW];
    private final int[] lengths = new int[FEW];
    private final NameCounts many = new NameCounts();

    /** Starts with a new document, whose names are in `bytes`. */
    void clear(byte[] bytes) {
        this.bytes = bytes;
        size = 0;
        bits = 0;
    }

    /** Adds a name; false where it was there already. */
    boolean add(int offset, int length) {
        if (size >= FEW) {
            return addToMany(offset, length);
        }
        long start = FieldNames.start(bytes, offset, length);
        long bit = 1L << (((start ^ length) * PRIME) >>> 58);
        if ((bits & bit) != 0 && isThere(start, offset, length)) {
            return false;
        }
        bits |= bit;
        starts[size] = start;
        offsets[size] = offset;
        lengths[size++] = length;
        return true;
    }

    private boolean isThere(long start, int offset, int length) {
        for (int i = 0; i < size; i++) {
            if (starts[i] == start
                    && lengths[i] == length
                    && Arrays.equals(bytes, offsets[i], offsets[i] + length, bytes, offset, offset + length)) {
                return true;
            }
        }
        return false;
    }

    private boolean addToMany(int offset, int length) {
        if (size == FEW) {
            many.clear(bytes);
            for (int i = 0; i < FEW; i++) {
                many.add(offsets[i], lengths[i]);
            }
        }
        size++;
        return many.add(offset, length) == 1;
    }
}
