package dev.millrace.sink.object.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/** Makes what happens in directories last: a new name survives a power failure only once its directory is on disk. */
final class Directories {

    private Directories() {}

    /** The directory that the file is in. */
    static Path of(Path file) {
        return Objects.requireNonNull(file.getParent(), () -> file + " is in no directory");
    }

    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Creates what is missing of the path, lastingly. */
    static void create(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            create(parent);
        }
        Files.createDirectories(directory);
        if (parent != null) {
            sync(parent);
        }
    }

    /** The first directory on the way to this one that is not there. */
    static Optional<Path> outermostMissing(Path directory) {
        Path missing = null;
        for (Path at = directory; at != null && !Files.exists(at); at = at.getParent()) {
            missing = at;
        }
        return Optional.ofNullable(missing);
    }

    /** Removes empty directories from the innermost to the outermost. */
    static void removeEmpty(Path innermost, Path outermost) throws IOException {
        for (Path at = innermost; at.startsWith(outermost); at = of(at)) {
            Files.deleteIfExists(at);
        }
    }
}
