package dev.millrace.sink.object.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Creates the file that a writer fills; exists so that a test can have a real full disk, `/dev/full`. */
@FunctionalInterface
interface OpenFiles {

    /** Fails with {@link java.nio.file.FileAlreadyExistsException} where the file exists. */
    FileChannel createNew(Path file) throws IOException;
}
