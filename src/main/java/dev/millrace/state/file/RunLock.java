package dev.millrace.state.file;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The right of one process to work on one run: a lock of the operating system, which ends with its process however
 * that ends. Beside it a file tells people who holds it.
 */
final class RunLock implements AutoCloseable {

    private final RunFolder folder;
    private final FileChannel channel;

    private RunLock(RunFolder folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Refuses with CONFLICT where another process, or another store of this process, has the run. */
    static RunLock take(RunFolder folder) {
        String me = thisProcess();
        // Asked before the lock file is opened: closing any handle on it would end this process's own lock (fcntl(2)).
        if (owner(folder).equals(me)) {
            throw heldBy(folder, me);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw heldBy(folder, owner(folder));
            }
        } catch (IOException e) {
            close(channel, e);
            throw FileFailure.of("lock", folder.lock(), e);
        }
        RunLock taken = new RunLock(folder, channel);
        try {
            folder.replace(folder.owner(), me.getBytes(StandardCharsets.UTF_8), false);
        } catch (MillraceException e) {
            taken.close();
            throw e;
        }
        return taken;
    }

    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(folder.owner());
        } catch (IOException e) {
            throw FileFailure.of("unlock", folder.lock(), e);
        }
    }

    private static MillraceException heldBy(RunFolder folder, String owner) {
        return new MillraceException(
                FailureKind.CONFLICT,
                "Run " + folder.runId() + " is being worked on by " + (owner.isEmpty() ? "another process" : owner)
                        + " (" + folder.path() + ")",
                "wait for it or stop it; several processes can share a run in Redis: --run-store redis://HOST:PORT");
    }

    private static String owner(RunFolder folder) {
        try {
            return Files.exists(folder.owner()) ? Files.readString(folder.owner()) : "";
        } catch (IOException e) {
            return ""; // it is only for the message; who holds the lock may just be letting go of it
        }
    }

    /** The start time tells this process from an earlier one with its number: in containers that is always 1. */
    private static String thisProcess() {
        ProcessHandle me = ProcessHandle.current();
        Instant started = me.info().startInstant().orElse(Instant.EPOCH);
        return "process " + me.pid() + " (started " + started + ")";
    }

    private static void close(@Nullable FileChannel channel, IOException because) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
