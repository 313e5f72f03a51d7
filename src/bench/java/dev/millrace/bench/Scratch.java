package dev.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A temporary directory that is gone at the end. */
public final class Scratch implements AutoCloseable {

    private final Path root;
    private final AtomicInteger names = new AtomicInteger();

    private Scratch(Path root) {
        this.root = root;
    }

    public static Scratch open(String prefix) throws IOException {
        return new Scratch(Files.createTempDirectory(prefix));
    }

    public Path root() {
        return root;
    }

    public Path path(String name) {
        return root.resolve(name);
    }

    /** A path that nothing has used yet. */
    public Path fresh(String name) {
        return root.resolve(name + "-" + names.incrementAndGet());
    }

    /** Removes a file or a directory with what is in it, if it is there. */
    public static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        delete(root);
    }
}
