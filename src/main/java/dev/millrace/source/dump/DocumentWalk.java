package dev.millrace.source.dump;

import dev.millrace.model.DocumentBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Steps from document to document of an uncompressed file by their lengths. Reads small documents a window at a time,
 * and of those larger than the window only their beginning.
 */
final class DocumentWalk implements AutoCloseable {

    private static final int WINDOW_BYTES = 64 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long windowStart;

    private DocumentWalk(Path file, FileChannel channel, long size) {
        this.file = file;
        this.channel = channel;
        this.size = size;
        window.limit(0);
    }

    static DocumentWalk open(Path file) {
        try {
            FileChannel channel = FileChannel.open(file);
            return new DocumentWalk(file, channel, channel.size());
        } catch (IOException e) {
            throw DumpFailure.of(file, e);
        }
    }

    /** Size of the file in bytes. */
    long size() {
        return size;
    }

    /** The length of the document at `position`, which is whole as far as the file's size tells. */
    int length(long position) {
        long offset = position - windowStart;
        if (offset < 0 || offset + DocumentLength.BYTES > window.limit()) {
            load(position);
            offset = 0;
        }
        int length = DocumentLength.checked(window.getInt((int) offset), file, position);
        if (position + length > size) {
            throw DumpFailure.truncatedDocument(file, position, length, size);
        }
        return length;
    }

    /** Where the document starts that is `documents` behind the one at `position`, or the end of the file. */
    long skip(long position, long documents) {
        long at = position;
        for (long i = 0; i < documents && at < size; i++) {
            at += length(at);
        }
        return at;
    }

    /** Adds the document at `position` to the batch. */
    void copy(long position, DocumentBatch into) {
        int length = length(position);
        int start = into.reserve(length);
        fill(ByteBuffer.wrap(into.bytes(), start, length), position);
        if (into.bytes()[start + length - 1] != 0) {
            throw DumpFailure.wrongEnd(file, position, length);
        }
        into.commit(length);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw DumpFailure.of(file, e);
        }
    }

    private void load(long position) {
        long available = size - position;
        if (available < DocumentLength.BYTES) {
            throw DumpFailure.truncatedDocument(file, position, DocumentLength.BYTES, size);
        }
        window.clear().limit((int) Math.min(WINDOW_BYTES, available));
        fill(window, position);
        window.flip();
        windowStart = position;
    }

    private void fill(ByteBuffer target, long position) {
        try {
            long at = position;
            while (target.hasRemaining()) {
                int read = channel.read(target, at);
                if (read < 0) {
                    throw DumpFailure.truncatedDocument(file, position, target.remaining() + at - position, at);
                }
                at += read;
            }
        } catch (IOException e) {
            throw DumpFailure.of(file, e);
        }
    }
}
