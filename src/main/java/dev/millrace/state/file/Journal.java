package dev.millrace.state.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The append-only file of a run's state changes, open for writing. {@link #append} is for one thread at a time;
 * {@link #sync} for many: whoever comes while another's fsync runs shares the next one.
 */
final class Journal implements AutoCloseable {

    private final Path path;
    private final RandomAccessFile file;
    private final ReentrantLock syncing = new ReentrantLock();
    private volatile long end;
    private long synced;
    private volatile @Nullable IOException broken;

    /** @param end where the last whole line ends; what is behind it was never acknowledged and is cut off */
    Journal(Path path, long end) {
        this.path = path;
        this.end = end;
        try {
            file = new RandomAccessFile(path.toFile(), "rw");
            if (file.length() > end) {
                file.setLength(end);
            }
        } catch (IOException e) {
            throw FileFailure.of("open", path, e);
        }
    }

    /** Writes one entry, not yet durably; gives back where it ends. After a failure the file is as it was before. */
    long append(JournalEntry entry) {
        refuseWhenBroken();
        byte[] line = JournalLine.bytes(entry.text());
        long start = end;
        try {
            file.seek(start);
            file.write(line);
        } catch (IOException e) {
            cutBack(e);
            throw FileFailure.of("write", path, e);
        }
        end = start + line.length;
        return end;
    }

    /** Returns when everything up to the offset is on the disk. */
    void sync(long upTo) {
        syncing.lock();
        try {
            refuseWhenBroken();
            if (synced >= upTo) {
                return;
            }
            long written = end;
            file.getFD().sync();
            synced = written;
        } catch (IOException e) {
            // After a failed fsync nobody knows what is on the disk (fsync(2), "Errors"): no more promises.
            broken = e;
            throw FileFailure.of("write", path, e);
        } finally {
            syncing.unlock();
        }
    }

    long end() {
        return end;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw FileFailure.of("close", path, e);
        }
    }

    private void refuseWhenBroken() {
        IOException earlier = broken;
        if (earlier != null) {
            throw FileFailure.of("write", path, earlier);
        }
    }

    private void cutBack(IOException cause) {
        try {
            file.setLength(end);
        } catch (IOException e) {
            cause.addSuppressed(e);
            broken = cause;
        }
    }
}
