package dev.millrace.state.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads the lines of a file from any offset on. Bytes behind the last newline are not a line: somebody may be writing
 * them, or died while doing so. Not for use by several threads.
 */
final class LineScanner implements AutoCloseable {

    /** Two bounds of 16 MB each in Extended JSON, with room to spare; a file without newlines must not fill memory. */
    private static final int LONGEST_LINE = 1 << 28;

    // Not a channel: an interrupt of the calling thread would close it.
    private final RandomAccessFile file;
    private byte[] buffer;
    private long base;
    private int filled;
    private int from;
    private int to;

    LineScanner(Path path, long offset, int bufferBytes) throws IOException {
        file = new RandomAccessFile(path.toFile(), "r");
        buffer = new byte[bufferBytes];
        base = offset;
    }

    /** Goes to the start of a line; bytes that were read already are not read again. */
    void seek(long offset) {
        if (offset < base || offset > base + filled) {
            base = offset;
            filled = 0;
        }
        to = (int) (offset - base);
        from = to;
    }

    /** Moves to the next line; false at the end of what was written. */
    boolean next() throws IOException {
        from = to;
        int searched = from;
        while (true) {
            for (int i = searched; i < filled; i++) {
                if (buffer[i] == '\n') {
                    to = i + 1;
                    return true;
                }
            }
            searched = filled - from;
            if (!fill()) {
                to = from;
                return false;
            }
        }
    }

    /** Where the current line starts in the file; after the last line, where the next one will. */
    long start() {
        return base + from;
    }

    /** Where the line after the current one starts. */
    long end() {
        return base + to;
    }

    /** The array that holds the current line from {@link #from} on; valid until the next call of next. */
    byte[] bytes() {
        return buffer;
    }

    int from() {
        return from;
    }

    /** Length of the current line without its newline. */
    int length() {
        return to - 1 - from;
    }

    String text() {
        return new String(buffer, from, length(), StandardCharsets.UTF_8);
    }

    /** Size of the file now, whole lines or not. */
    long fileLength() throws IOException {
        return file.length();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Moves the unfinished line to the front of the buffer and reads behind it; false at the end of the file. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, filled - from);
        base += from;
        filled -= from;
        to -= from;
        from = 0;
        if (filled == buffer.length) {
            if (filled >= LONGEST_LINE) {
                throw new IOException("a line is longer than " + LONGEST_LINE + " bytes");
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        file.seek(base + filled);
        int count = file.read(buffer, filled, buffer.length - filled);
        if (count <= 0) {
            return false;
        }
        filled += count;
        return true;
    }
}
