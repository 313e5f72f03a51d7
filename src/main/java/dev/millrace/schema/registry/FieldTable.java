package dev.millrace.schema.registry;

import dev.millrace.bson.BsonCursor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Finds the names of fields among those of a schema, by their bytes. Immutable. */
final class FieldTable {

    private final byte[][] names;
    private final int[] slots;

    /** @param names each once */
    FieldTable(List<String> names) {
        this.names = names.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        slots = new int[Integer.highestOneBit(Math.max(1, names.size())) * 4];
        for (int i = 0; i < this.names.length; i++) {
            int slot = slot(this.names[i], 0, this.names[i].length);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = i + 1;
        }
    }

    /**
     * The place of the field's name in the list; -1 where it is not there.
     *
     * @param guess looked at first: the fields of documents mostly come in the order of their schema
     */
    int find(BsonCursor cursor, int guess) {
        byte[] bytes = cursor.bytes();
        int offset = cursor.nameOffset();
        int length = cursor.nameLength();
        if (guess < names.length && isName(guess, bytes, offset, length)) {
            return guess;
        }
        int slot = slot(bytes, offset, length);
        while (slots[slot] != 0) {
            if (isName(slots[slot] - 1, bytes, offset, length)) {
                return slots[slot] - 1;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    private boolean isName(int index, byte[] bytes, int offset, int length) {
        return Arrays.equals(names[index], 0, names[index].length, bytes, offset, offset + length);
    }

    private int slot(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + bytes[offset + i];
        }
        return (hash ^ hash >>> 7) & (slots.length - 1);
    }
}
