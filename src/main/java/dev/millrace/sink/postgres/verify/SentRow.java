package dev.millrace.sink.postgres.verify;

import java.util.Arrays;
import java.util.List;

/** A row as record_send gives it, with the places of its fields. */
final class SentRow {

    private static final int NULL = -1;
    private static final int HEADER = 8;

    private final byte[] bytes;
    private final List<FieldType> types;
    private final int[] starts;
    private final int[] lengths;

    private SentRow(byte[] bytes, List<FieldType> types, int[] starts, int[] lengths) {
        this.bytes = bytes;
        this.types = types;
        this.starts = starts;
        this.lengths = lengths;
    }

    /** @param record stays the row's */
    static SentRow of(byte[] record, List<FieldType> types) {
        int[] starts = new int[types.size()];
        int[] lengths = new int[types.size()];
        int at = 4;
        for (int i = 0; i < starts.length; i++) {
            lengths[i] = ByteText.int32(record, at + 4);
            at += HEADER;
            starts[i] = at;
            at += Math.max(0, lengths[i]);
        }
        return new SentRow(record, types, starts, lengths);
    }

    boolean isEqual(int field, SentRow other) {
        int length = lengths[field];
        int there = other.lengths[field];
        return length == there
                && (length == NULL
                        || Arrays.equals(
                                bytes,
                                starts[field],
                                starts[field] + length,
                                other.bytes,
                                other.starts[field],
                                other.starts[field] + there));
    }

    /** A field's value for people and for SQL; `null` where it is null. */
    String text(int field) {
        return lengths[field] == NULL ? "null" : types.get(field).text(bytes, starts[field], lengths[field]);
    }
}
