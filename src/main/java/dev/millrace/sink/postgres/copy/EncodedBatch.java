package dev.millrace.sink.postgres.copy;

import java.util.Arrays;

/**
 * The rows of a number of documents, ready for a binary COPY but for its header and trailer: for each table of the
 * layout one array of bytes, and where each document's rows end in it. Reused; for use by one thread.
 */
public final class EncodedBatch {

    private static final int FIRST_BYTES = 1 << 16;
    private static final int FIRST_DOCUMENTS = 1024;

    private final byte[][] bytes;
    private final int[] lengths;
    private final int[][] ends;
    private int documents;

    public EncodedBatch(int tables) {
        bytes = new byte[tables][FIRST_BYTES];
        lengths = new int[tables];
        ends = new int[tables][FIRST_DOCUMENTS];
    }

    public int tables() {
        return bytes.length;
    }

    public int documents() {
        return documents;
    }

    /** The array that holds a table's rows; replaced when it grows. */
    public byte[] bytes(int table) {
        return bytes[table];
    }

    /** Where the rows of a document start in its table's array; those of the next one start where they end. */
    public int start(int table, int document) {
        return document == 0 ? 0 : ends[table][document - 1];
    }

    public int end(int table, int document) {
        return ends[table][document];
    }

    /** Forgets all documents; keeps the memory. */
    public void clear() {
        documents = 0;
        Arrays.fill(lengths, 0);
    }

    /** Where the next byte of a table goes. */
    int length(int table) {
        return lengths[table];
    }

    /** Makes room for `more` bytes behind a table's length, and gives the array that has it. */
    byte[] reserve(int table, int more) {
        byte[] array = bytes[table];
        if (array.length - lengths[table] < more) {
            long wanted = Math.max(lengths[table] + (long) more, array.length + (long) (array.length >> 1));
            if (lengths[table] + (long) more > Integer.MAX_VALUE - 16) {
                throw new IllegalStateException("a batch cannot hold " + (lengths[table] + (long) more) + " bytes");
            }
            array = Arrays.copyOf(array, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
            bytes[table] = array;
        }
        return array;
    }

    void advance(int table, int written) {
        lengths[table] += written;
    }

    /** Declares all that was written since the last document to be the rows of the next one. */
    void endDocument() {
        for (int table = 0; table < ends.length; table++) {
            if (documents == ends[table].length) {
                ends[table] = Arrays.copyOf(ends[table], documents * 2);
            }
            ends[table][documents] = lengths[table];
        }
        documents++;
    }

    /** Takes back what was written since the last document. */
    void dropDocument() {
        for (int table = 0; table < lengths.length; table++) {
            lengths[table] = documents == 0 ? 0 : ends[table][documents - 1];
        }
    }
}
