package dev.millrace.state.file;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Locale;

/** Says what went wrong with a file of the run store, and what to do. */
final class FileFailure {

    private FileFailure() {}

    /** @param action what was tried, as in `write` */
    static MillraceException of(String action, Path path, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return MillraceException.interrupted("The run store in " + path);
        }
        String problem = "Cannot " + action + " " + path + " in the run store: ";
        String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("no space left") || reason.contains("quota exceeded")) {
            return new MillraceException(
                    FailureKind.FAILED,
                    problem + "the disk is full",
                    "free space on that disk and run the same command again: it continues where it stopped",
                    cause);
        }
        if (cause instanceof AccessDeniedException
                || reason.contains("permission denied")
                || reason.contains("operation not permitted")
                || reason.contains("read-only file system")) {
            return new MillraceException(
                    FailureKind.PERMISSION,
                    problem + "not writable for this user",
                    "choose another directory with --run-store, or allow this user to write there",
                    cause);
        }
        if (cause instanceof FileAlreadyExistsException || reason.contains("not a directory")) {
            return new MillraceException(
                    FailureKind.USAGE,
                    problem + "a file stands where a directory is needed",
                    "choose another directory with --run-store, or move that file away",
                    cause);
        }
        return new MillraceException(
                FailureKind.FAILED,
                problem + cause.getMessage(),
                "check the disk, or choose another directory with --run-store",
                cause);
    }

    /** @param place where in the file, as in `line 12` */
    static MillraceException damaged(Path path, String place, String what) {
        return new MillraceException(
                FailureKind.DATA,
                "The run store is damaged: " + path + ", " + place + ": " + what,
                "bring the folder back from a copy, or start the run anew with --restart");
    }
}
