package dev.millrace.sink.postgres.copy;

import com.oracle.svm.core.AlwaysInline;

/**
 * Writes rows of one table as binary COPY has them: the number of fields, then each one's length and bytes. Source:
 * PostgreSQL 18, COPY, "Binary Format". Values come in any order; in that of the columns, where those left out are null,
 * they stay where they are written, else the row is put in order at its end.
 */
final class TableRows {

    private static final int NULL = -1;
    private static final int LENGTH_BYTES = 4;
    private static final int ORDINAL_BYTES = 8;

    private final RowBuffer rows;
    private final int columns;

    /** Of each column up to {@link #next} where its length stands, or {@link #NULL}. */
    private final int[] starts;

    private byte[] scratch = {};
    private boolean open;
    private boolean disordered;
    private int rowStart;
    private int next;
    private int keyStart;
    private int keyLength;

    TableRows(RowBuffer rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        starts = new int[columns];
    }

    /** Whether a row has been started and not ended. */
    boolean isOpen() {
        return open;
    }

    void startRow() {
        open = true;
        disordered = false;
        next = 0;
        rowStart = rows.length;
        BigEndian.putInt16(rows.ensure(2), rows.length, columns);
        rows.length += 2;
    }

    /** Starts the row of an element: the key of the row that it belongs to, and its ordinal. */
    void startElement(TableRows parent, int parentKeyColumns, int ordinal) {
        startRow();
        int key = parent.keyLength;
        byte[] bytes = rows.ensure(key + ORDINAL_BYTES);
        keyStart = rows.length;
        System.arraycopy(parent.rows.bytes, parent.keyStart, bytes, keyStart, key);
        BigEndian.putInt32(bytes, keyStart + key, 4);
        BigEndian.putInt32(bytes, keyStart + key + 4, ordinal);
        keyLength = key + ORDINAL_BYTES;
        rows.length += keyLength;
        int at = keyStart;
        while (next <= parentKeyColumns) {
            starts[next++] = at;
            at += LENGTH_BYTES + BigEndian.int32(bytes, at);
        }
    }

    /** Leaves a column null; nothing where no row is open, as arrays without elements tell it. */
    @AlwaysInline("small, and called for each field")
    void writeNull(int column) {
        // Most nulls come last or are followed by later columns, which fill the gap.
        if (open && column == next) {
            BigEndian.putInt32(rows.ensure(LENGTH_BYTES), rows.length, NULL);
            rows.length += LENGTH_BYTES;
            starts[next++] = NULL;
        }
    }

    /** Writes a value with its length in front, if a row is open. */
    void writeReady(int column, byte[] value) {
        if (open) {
            byte[] bytes = startValue(column, value.length - LENGTH_BYTES);
            System.arraycopy(value, LENGTH_BYTES, bytes, rows.length, value.length - LENGTH_BYTES);
            rows.length += value.length - LENGTH_BYTES;
        }
    }

    /** Begins a value of at most `length` bytes and gives the array for it; it goes to {@link #position}. */
    @AlwaysInline("small, and called for each field")
    byte[] startValue(int column, int length) {
        byte[] bytes = rows.ensure(length + LENGTH_BYTES);
        if (column != next) {
            bytes = skipTo(column, length);
        } else {
            next++;
        }
        starts[column] = rows.length;
        BigEndian.putInt32(bytes, rows.length, length);
        rows.length += LENGTH_BYTES;
        return bytes;
    }

    private byte[] skipTo(int column, int length) {
        if (column < next) {
            disordered = true;
        } else {
            fill(column);
            next = column + 1;
        }
        return rows.ensure(length + LENGTH_BYTES);
    }

    private void fill(int end) {
        int count = end - next;
        byte[] bytes = rows.ensure(count * LENGTH_BYTES);
        int at = rows.length;
        for (int i = 0; i < count; i++) {
            BigEndian.putInt32(bytes, at, NULL);
            at += LENGTH_BYTES;
            starts[next + i] = NULL;
        }
        rows.length = at;
        next = end;
    }

    /** Where the bytes of the value go that was begun last. */
    int position() {
        return rows.length;
    }

    /** Ends a value whose bytes are as many as were announced. */
    void endValue(int length) {
        rows.length += length;
    }

    /** Ends a value that has fewer bytes than were announced. */
    void endShorterValue(int column, int length) {
        BigEndian.putInt32(rows.bytes, starts[column], length);
        rows.length += length;
    }

    /** Declares the value that was written last to be the key that child rows carry. */
    void markKey(int column) {
        keyStart = starts[column];
        keyLength = rows.length - keyStart;
    }

    void endRow() {
        fill(columns);
        open = false;
        if (disordered) {
            order();
        }
    }

    /** Forgets the row; its bytes are taken back by the batch. */
    void drop() {
        open = false;
    }

    private void order() {
        int length = rows.length - rowStart;
        if (scratch.length < length) {
            scratch = new byte[length + (length >> 1)];
        }
        System.arraycopy(rows.bytes, rowStart, scratch, 0, length);
        byte[] bytes = rows.bytes;
        int to = rowStart + 2;
        for (int column = 0; column < columns; column++) {
            if (starts[column] == NULL) {
                BigEndian.putInt32(bytes, to, NULL);
                to += LENGTH_BYTES;
            } else {
                int from = starts[column] - rowStart;
                int size = LENGTH_BYTES + BigEndian.int32(scratch, from);
                System.arraycopy(scratch, from, bytes, to, size);
                to += size;
            }
        }
        rows.length = to;
    }
}
