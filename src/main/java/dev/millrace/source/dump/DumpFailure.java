package dev.millrace.source.dump;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a dump, in words. */
final class DumpFailure {

    private static final String DUMP_AGAIN = "run mongodump again for this collection, or copy the file again";

    private DumpFailure() {}

    /** The file itself could not be opened or read. */
    static MillraceException of(Path file, IOException cause) {
        return switch (cause) {
            case ClosedByInterruptException _ -> MillraceException.interrupted("reading " + file);
            case EOFException _ -> damaged(file, "is truncated: its compressed data has no end", cause);
            case ZipException _ -> damaged(file, "is not readable gzip: " + cause.getMessage(), cause);
            case AccessDeniedException _ ->
                new MillraceException(
                        FailureKind.PERMISSION,
                        "not allowed to read " + file,
                        "give the user that runs millrace the right to read it",
                        cause);
            case NoSuchFileException _ -> missing(file, cause);
            case NotDirectoryException _ ->
                new MillraceException(
                        FailureKind.NOT_FOUND,
                        file + " is not a directory",
                        "name the directory that mongodump wrote, as in dump:backup",
                        cause);
            default ->
                new MillraceException(
                        FailureKind.FAILED,
                        "cannot read " + file + ": " + cause.getMessage(),
                        "check the disk that the dump is on",
                        cause);
        };
    }

    static MillraceException truncatedDocument(Path file, long position, long needed, long end) {
        return damaged(
                file,
                "is truncated: the document at byte " + position + " needs " + needed + " bytes, the file ends at "
                        + end,
                null);
    }

    static MillraceException wrongLength(Path file, long position, int length) {
        return damaged(
                file,
                "is damaged: the document at byte " + position + " says it is " + length + " bytes long; "
                        + DocumentLength.SMALLEST + " to " + DocumentLength.LARGEST + " are possible",
                null);
    }

    static MillraceException wrongEnd(Path file, long position, int length) {
        return damaged(
                file,
                "is damaged: the document at byte " + position + " with " + length
                        + " bytes does not end with a zero byte",
                null);
    }

    static MillraceException changed(Path file, long position, long end) {
        return new MillraceException(
                FailureKind.DATA,
                file + " is not the file that was planned: no document ends at byte " + end + ", the one at byte "
                        + position + " goes beyond",
                "restore the file, or plan the run again with --restart");
    }

    static MillraceException damaged(Path file, String how, @Nullable Throwable cause) {
        return new MillraceException(FailureKind.DATA, file + " " + how, DUMP_AGAIN, cause);
    }

    private static MillraceException missing(Path file, IOException cause) {
        return new MillraceException(
                FailureKind.NOT_FOUND,
                file + " does not exist",
                "name the directory that mongodump wrote, as in dump:backup",
                cause);
    }
}
