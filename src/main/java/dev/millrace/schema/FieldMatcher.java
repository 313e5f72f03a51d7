package dev.millrace.schema;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the column of a field by its name's bytes: at the expected place first, as the documents of a collection mostly
 * have their fields in one order, then by hash. Immutable.
 */
final class FieldMatcher {

    static final int NONE = -1;

    private final byte[][] names;
    private final int[] slots;

    FieldMatcher(List<Column> columns) {
        names = new byte[columns.size()][];
        slots = new int[Integer.highestOneBit(Math.max(1, columns.size())) * 4];
        for (int i = 0; i < names.length; i++) {
            names[i] = columns.get(i).field().getBytes(StandardCharsets.UTF_8);
            int slot = hash(names[i], 0, names[i].length) & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = i + 1;
        }
    }

    /**
     * The column's index, or {@link #NONE}.
     *
     * @param expected where to look first; may be past the last
     */
    int find(byte[] bytes, int offset, int length, int expected) {
        if (expected < names.length && same(names[expected], bytes, offset, length)) {
            return expected;
        }
        int slot = hash(bytes, offset, length) & (slots.length - 1);
        while (slots[slot] != 0) {
            int candidate = slots[slot] - 1;
            if (same(names[candidate], bytes, offset, length)) {
                return candidate;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return NONE;
    }

    private static boolean same(byte[] name, byte[] bytes, int offset, int length) {
        return name.length == length && Arrays.equals(name, 0, length, bytes, offset, offset + length);
    }

    private static int hash(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + bytes[i];
        }
        return hash ^ (hash >>> 15);
    }
}
