package dev.millrace.sink.postgres.copy;

import dev.millrace.bson.XxHash64;
import java.util.Arrays;

/**
 * The rows of a number of documents, ready for a binary COPY but for its header and trailer: for each table of the
 * layout one array of bytes, and where each document's rows end in it. Reused; for use by one thread.
 */
public final class EncodedBatch {

    private static final int FIRST_DOCUMENTS = 1024;

    private final RowBuffer[] rows;
    private final int[][] ends;
    private int documents;

    public EncodedBatch(int tables) {
        rows = new RowBuffer[tables];
        Arrays.setAll(rows, table -> new RowBuffer());
        ends = new int[tables][FIRST_DOCUMENTS];
    }

    public int tables() {
        return rows.length;
    }

    public int documents() {
        return documents;
    }

    /** The array that holds a table's rows; replaced when it grows. */
    public byte[] bytes(int table) {
        return rows[table].bytes;
    }

    /** Where the rows of a document start in its table's array; those of the next one start where they end. */
    public int start(int table, int document) {
        return document == 0 ? 0 : ends[table][document - 1];
    }

    public int end(int table, int document) {
        return ends[table][document];
    }

    /** Bytes of all rows of all tables. */
    public long byteCount() {
        long sum = 0;
        for (RowBuffer table : rows) {
            sum += table.length;
        }
        return sum;
    }

    /**
     * The hash of a document's rows in all tables. The sum over any documents, modulo 2^64, does not depend on their order,
     * nor on how they are batched.
     */
    public long hash(int document) {
        long hash = 0;
        for (int table = 0; table < rows.length; table++) {
            int start = start(table, document);
            hash = XxHash64.hash(rows[table].bytes, start, end(table, document) - start, hash);
        }
        return hash;
    }

    /** Forgets all documents; keeps the memory. */
    public void clear() {
        documents = 0;
        for (RowBuffer table : rows) {
            table.length = 0;
        }
    }

    RowBuffer rows(int table) {
        return rows[table];
    }

    /** Declares all that was written since the last document to be the rows of the next one. */
    void endDocument() {
        for (int table = 0; table < ends.length; table++) {
            if (documents == ends[table].length) {
                ends[table] = Arrays.copyOf(ends[table], documents * 2);
            }
            ends[table][documents] = rows[table].length;
        }
        documents++;
    }

    /** Takes back what was written since the last document. */
    void dropDocument() {
        for (int table = 0; table < rows.length; table++) {
            rows[table].length = documents == 0 ? 0 : ends[table][documents - 1];
        }
    }
}
