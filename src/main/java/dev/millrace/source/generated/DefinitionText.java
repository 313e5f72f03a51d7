package dev.millrace.source.generated;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A definition of the user's own.
 *
 * @param origin where it comes from, for people: its file's name
 */
public record DefinitionText(String origin, String yaml) {

    /** @param file path of a file, as the user wrote it */
    public static DefinitionText read(String file) {
        try {
            return new DefinitionText(file, Files.readString(Path.of(file)));
        } catch (NoSuchFileException e) {
            throw unreadable(FailureKind.NOT_FOUND, file, "does not exist", e);
        } catch (AccessDeniedException e) {
            throw unreadable(FailureKind.PERMISSION, file, "may not be read", e);
        } catch (MalformedInputException e) {
            throw unreadable(FailureKind.USAGE, file, "is not UTF-8", e);
        } catch (IOException | InvalidPathException e) {
            throw unreadable(FailureKind.FAILED, file, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** What a data set that is defined by this is called: the file's name without what follows its last dot. */
    public String name() {
        String file = origin.substring(Math.max(origin.lastIndexOf('/'), origin.lastIndexOf('\\')) + 1);
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    /** Differs, almost certainly, for different content. */
    public String digest() {
        CRC32C checksum = new CRC32C();
        checksum.update(yaml.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", checksum.getValue());
    }

    private static MillraceException unreadable(FailureKind kind, String file, String why, Exception cause) {
        return new MillraceException(kind, "the definition " + file + " " + why, "name a YAML file", cause);
    }
}
