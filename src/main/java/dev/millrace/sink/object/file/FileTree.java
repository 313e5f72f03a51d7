package dev.millrace.sink.object.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files under a directory, while others come and go: unlike a walk of the JDK's, it does not mind what vanishes. */
final class FileTree {

    private FileTree() {}

    /** In no order; none where the directory is not there. */
    static List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        collect(directory, files);
        return files;
    }

    private static void collect(Path directory, List<Path> files) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    collect(entry, files);
                } else {
                    files.add(entry);
                }
            }
        } catch (NoSuchFileException e) {
            // Never there, or removed since it was listed: nothing is in it either way.
            return;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
