package dev.millrace.sink.object.file;

import dev.millrace.sink.object.Crc32c;
import dev.millrace.sink.object.ObjectWriter;
import dev.millrace.sink.object.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.zip.Checksum;

/** Writes a hidden file beside the target, and moves it there when it is whole and on disk. */
final class FileObjectWriter implements ObjectWriter {

    private final String name;
    private final Path target;
    private final Path temp;
    private final FileChannel channel;
    private final Runnable onEnd;
    private final byte[] pending;
    private final Checksum sum = Crc32c.running();
    private int filled;
    private long size;
    private boolean closed;

    /** The channel belongs to the writer. */
    FileObjectWriter(String name, Path target, Path temp, FileChannel channel, int bufferBytes, Runnable onEnd) {
        this.name = name;
        this.target = target;
        this.temp = temp;
        this.channel = channel;
        this.pending = new byte[bufferBytes];
        this.onEnd = onEnd;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        sum.update(source, offset, length);
        size += length;
        if (length > pending.length - filled) {
            flush();
            if (length >= pending.length) {
                drain(ByteBuffer.wrap(source, offset, length));
                return;
            }
        }
        System.arraycopy(source, offset, pending, filled, length);
        filled += length;
    }

    @Override
    public StoredObject commit(Map<String, String> facts) {
        flush();
        try {
            channel.force(true);
            Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            // The lock goes with the channel: only now, or a sweep could take the file for a dead writer's.
            end();
            Directories.sync(Directories.of(target));
        } catch (IOException e) {
            throw FileFailure.of("finish", target, e);
        }
        return new StoredObject(name, size, Crc32c.base64(sum.getValue()), 0, Map.of());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        try {
            Files.deleteIfExists(temp);
            end();
        } catch (IOException e) {
            throw FileFailure.of("remove", temp, e);
        }
    }

    private void end() throws IOException {
        closed = true;
        onEnd.run();
        channel.close();
    }

    private void flush() {
        int length = filled;
        filled = 0;
        drain(ByteBuffer.wrap(pending, 0, length));
    }

    private void drain(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw FileFailure.of("write", target, e);
        }
    }
}
