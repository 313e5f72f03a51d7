package dev.millrace.bson;

import java.util.Arrays;

/** Counts how often each name came within one document; a hash table over names that stay where they are. */
public final class NameCounts {

    private byte[] bytes = {};
    private int size;
    private int[] offsets = new int[16];
    private int[] lengths = new int[16];
    private int[] counts = new int[16];

    /** Number of the name + 1, or 0 where the slot is free; a power of two, at least twice the names. */
    private int[] slots = new int[32];

    /** Starts with a new document, whose names are in `bytes`. */
    public void clear(byte[] bytes) {
        this.bytes = bytes;
        if (size > 0) {
            Arrays.fill(slots, 0);
            size = 0;
        }
    }

    /** Counts a name and says how often it has come, 1 at the first time. */
    public int add(int offset, int length) {
        int slot = find(offset, length);
        if (slots[slot] != 0) {
            return ++counts[slots[slot] - 1];
        }
        if (size == offsets.length) {
            grow();
            slot = find(offset, length);
        }
        offsets[size] = offset;
        lengths[size] = length;
        counts[size] = 1;
        slots[slot] = ++size;
        return 1;
    }

    private int find(int offset, int length) {
        int mask = slots.length - 1;
        int slot = hash(offset, length) & mask;
        while (slots[slot] != 0 && !same(slots[slot] - 1, offset, length)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int hash(int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + bytes[i];
        }
        return hash ^ (hash >>> 15);
    }

    private boolean same(int index, int offset, int length) {
        return lengths[index] == length
                && Arrays.equals(bytes, offsets[index], offsets[index] + length, bytes, offset, offset + length);
    }

    private void grow() {
        offsets = Arrays.copyOf(offsets, size * 2);
        lengths = Arrays.copyOf(lengths, size * 2);
        counts = Arrays.copyOf(counts, size * 2);
        slots = new int[size * 4];
        for (int i = 0; i < size; i++) {
            slots[find(offsets[i], lengths[i])] = i + 1;
        }
    }
}
