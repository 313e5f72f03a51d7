package dev.millrace.sink.object.file;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Says what went wrong with a file, and what to do. */
final class FileFailure {

    private FileFailure() {}

    /**
     * @param doing what failed, as in "cannot write"
     */
    static MillraceException of(String doing, Path path, IOException e) {
        if (e instanceof ClosedByInterruptException) {
            Thread.currentThread().interrupt();
            return MillraceException.interrupted("writing " + path);
        }
        String place = "cannot " + doing + " " + path + ": ";
        String reason = reason(e);
        if (isFull(reason)) {
            return failed(
                    FailureKind.NO_SPACE,
                    place + "the disk is full",
                    "free space, or give the run another target; the same command then resumes",
                    e);
        }
        if (e instanceof AccessDeniedException || reason.contains("Read-only file system")) {
            return failed(
                    FailureKind.PERMISSION,
                    place + "not allowed",
                    "give user " + System.getProperty("user.name") + " the right to write there",
                    e);
        }
        if (e instanceof NotDirectoryException
                || e instanceof FileAlreadyExistsException
                || reason.contains("Not a directory")) {
            return failed(FailureKind.USAGE, place + "not a directory", "name a directory that can hold the output", e);
        }
        if (e instanceof NoSuchFileException) {
            return failed(
                    FailureKind.TRANSIENT,
                    place + "it was removed meanwhile",
                    "stop what removes files there, then run the same command again",
                    e);
        }
        return failed(FailureKind.FAILED, place + reason, "look at the disk, then run the same command again", e);
    }

    private static boolean isFull(String reason) {
        return reason.contains("No space left on device") || reason.contains("Disk quota exceeded");
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException about ? about.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    private static MillraceException failed(FailureKind kind, String problem, String hint, IOException e) {
        return new MillraceException(kind, problem, hint, e);
    }
}
