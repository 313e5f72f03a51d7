package dev.millrace.source.dump;

import dev.millrace.model.DocumentBatch;
import dev.millrace.source.ChunkReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Copies the documents of one file, or of a range of it, into batches without decoding them. Each must have a possible
 * length and end with a zero byte; what is between is left to those who look into it.
 */
final class DumpFileReader implements ChunkReader {

    /** The end of a range that goes as far as the file does. */
    static final long TO_THE_END = -1;

    private static final int BUFFER_BYTES = 256 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final InputStream in;
    private final long to;
    private final int batchBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int limit;
    private long position;

    /** @param from where the first document starts, in bytes of BSON; 0 for a gzipped file, which cannot be entered */
    private DumpFileReader(Path file, FileChannel channel, InputStream in, long from, long to, int batchBytes) {
        this.file = file;
        this.channel = channel;
        this.in = in;
        this.position = from;
        this.to = to;
        this.batchBytes = batchBytes;
    }

    static boolean isGzip(Path file) {
        return file.toString().endsWith(".gz");
    }

    static DumpFileReader open(Path file, long from, long to, int batchBytes) {
        try {
            FileChannel channel = FileChannel.open(file);
            try {
                InputStream raw = Channels.newInputStream(channel.position(isGzip(file) ? 0 : from));
                InputStream in = isGzip(file) ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
                return new DumpFileReader(file, channel, in, from, to, batchBytes);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw DumpFailure.of(file, e);
        }
    }

    @Override
    public boolean read(DocumentBatch batch) {
        batch.clear();
        try {
            for (int length = nextLength(); length > 0; length = nextLength()) {
                if (!batch.isEmpty() && batch.byteCount() + length > batchBytes) {
                    return true;
                }
                copy(length, batch);
            }
            return !batch.isEmpty();
        } catch (IOException e) {
            throw DumpFailure.of(file, e);
        }
    }

    /** How many bytes of the file itself have been taken, read ahead included. */
    long fileBytes() {
        try {
            return channel.position();
        } catch (IOException e) {
            throw DumpFailure.of(file, e);
        }
    }

    @Override
    public void close() {
        try (channel) {
            in.close();
        } catch (IOException e) {
            throw DumpFailure.of(file, e);
        }
    }

    /** The length of the next document, which is left where it is; 0 at the end. */
    private int nextLength() throws IOException {
        if (position == to) {
            return 0;
        }
        if (limit - next < DocumentLength.BYTES) {
            refill();
        }
        int available = limit - next;
        if (available == 0 && to == TO_THE_END) {
            return 0;
        }
        if (available < DocumentLength.BYTES) {
            throw DumpFailure.truncatedDocument(file, position, DocumentLength.BYTES, position + available);
        }
        int length = DocumentLength.checked(DocumentLength.at(buffer, next), file, position);
        if (to != TO_THE_END && position + length > to) {
            throw DumpFailure.changed(file, position, to);
        }
        return length;
    }

    private void refill() throws IOException {
        int rest = limit - next;
        System.arraycopy(buffer, next, buffer, 0, rest);
        next = 0;
        limit = rest + Math.max(0, in.readNBytes(buffer, rest, buffer.length - rest));
    }

    private void copy(int length, DocumentBatch batch) throws IOException {
        int start = batch.reserve(length);
        int buffered = Math.min(length, limit - next);
        System.arraycopy(buffer, next, batch.bytes(), start, buffered);
        next += buffered;
        int read = in.readNBytes(batch.bytes(), start + buffered, length - buffered);
        if (buffered + read < length) {
            throw DumpFailure.truncatedDocument(file, position, length, position + buffered + read);
        }
        if (batch.bytes()[start + length - 1] != 0) {
            throw DumpFailure.wrongEnd(file, position, length);
        }
        batch.commit(length);
        position += length;
    }
}
