package dev.millrace.model;

import java.util.Arrays;

/**
 * Raw BSON documents back to back in one array. Filled by a reader, then read by a writer, then filled again: whoever
 * holds it owns it, and it is not safe for use by two threads at once.
 */
public final class DocumentBatch {

    private byte[] bytes;
    private int[] ends;
    private int size;

    public DocumentBatch(int capacityBytes) {
        bytes = new byte[capacityBytes];
        ends = new int[256];
    }

    /** The array that holds the documents; replaced when the batch grows. */
    public byte[] bytes() {
        return bytes;
    }

    /** Number of documents. */
    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Bytes of all documents together. */
    public int byteCount() {
        return size == 0 ? 0 : ends[size - 1];
    }

    /** Where document `index` starts in {@link #bytes()}. */
    public int offset(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** Length of document `index` in bytes. */
    public int length(int index) {
        return ends[index] - offset(index);
    }

    /** Copies one document to the end of the batch. */
    public void add(byte[] source, int offset, int length) {
        int start = reserve(length);
        System.arraycopy(source, offset, bytes, start, length);
        commit(length);
    }

    /** Makes room for `length` more bytes and tells where they go; {@link #commit} then makes them a document. */
    public int reserve(int length) {
        int start = byteCount();
        if (bytes.length - start < length) {
            bytes = Arrays.copyOf(bytes, grown(start + (long) length));
        }
        return start;
    }

    /** Declares the `length` bytes behind the last document, written after {@link #reserve}, to be the next one. */
    public void commit(int length) {
        int end = byteCount() + length;
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        ends[size++] = end;
    }

    /** Forgets all documents; keeps the memory. */
    public void clear() {
        size = 0;
    }

    private int grown(long needed) {
        long wanted = Math.max(needed, bytes.length + (long) (bytes.length >> 1));
        if (needed > Integer.MAX_VALUE - 16) {
            throw new IllegalStateException("a batch cannot hold " + needed + " bytes");
        }
        return (int) Math.min(wanted, Integer.MAX_VALUE - 16);
    }
}
