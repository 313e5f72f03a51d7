package dev.millrace.sink.object.file;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.object.ObjectAttributes;
import dev.millrace.sink.object.ObjectStore;
import dev.millrace.sink.object.ObjectWriter;
import dev.millrace.sink.object.StoredObject;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Objects as files under a directory. A file appears by an atomic rename after it was flushed to disk, and lasts: the
 * directory is flushed too. Keeps no metadata, no checksums, no generations. Directories are made as they are needed.
 */
public final class FileObjectStore implements ObjectStore {

    /** Enough that a write call costs nothing beside the copy; larger gains nothing. */
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Path root;
    private final OpenFiles files;
    private final Set<Path> open = ConcurrentHashMap.newKeySet();

    public FileObjectStore(Path root) {
        this(root, file -> FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    FileObjectStore(Path root, OpenFiles files) {
        this.root = root.toAbsolutePath().normalize();
        this.files = files;
    }

    /** Reads `file:DIR`: a relative or absolute path, or `file:///path`. Nothing in it is percent-encoded. */
    public static FileObjectStore parse(String uri) {
        String path = uri.startsWith("file:") ? uri.substring("file:".length()) : uri;
        if (path.startsWith("//")) {
            path = path.substring(2);
            if (!path.startsWith("/")) {
                throw MillraceException.usage(
                        "'" + uri + "' names another host", "write file:/path, file:///path or file:path");
            }
        }
        if (path.isEmpty()) {
            throw MillraceException.usage("'" + uri + "' names no directory", "write file:DIR");
        }
        return new FileObjectStore(Path.of(path));
    }

    @Override
    public String description() {
        return "file:" + root;
    }

    @Override
    public long bytesPerWriter() {
        return BUFFER_BYTES;
    }

    @Override
    public ObjectWriter create(String name, ObjectAttributes attributes) {
        Path target = path(name);
        try {
            Directories.create(Directories.of(target));
            while (true) {
                Path temp = TempName.of(target, attributes.runId());
                Optional<FileChannel> channel = openNew(temp);
                if (channel.isPresent()) {
                    return new FileObjectWriter(
                            name, target, temp, channel.get(), BUFFER_BYTES, () -> open.remove(temp));
                }
            }
        } catch (IOException e) {
            throw FileFailure.of("write", target, e);
        }
    }

    @Override
    public StoredObject put(String name, byte[] content, ObjectAttributes attributes) {
        try (ObjectWriter writer = create(name, attributes)) {
            writer.write(content, 0, content.length);
            return writer.commit(Map.of());
        }
    }

    @Override
    public Optional<InputStream> read(String name) {
        try {
            return Optional.of(Files.newInputStream(path(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileFailure.of("read", path(name), e);
        }
    }

    @Override
    public Optional<StoredObject> stat(String name) {
        Path file = path(name);
        try {
            return Files.isRegularFile(file) ? Optional.of(stored(file)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileFailure.of("look at", file, e);
        }
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) {
        Path directory = path(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        try {
            FileTree.files(directory).stream()
                    .filter(file -> !TempName.isTemp(file))
                    .map(this::name)
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .forEach(name -> stat(name).ifPresent(each));
        } catch (IOException e) {
            throw FileFailure.of("list", directory, e);
        }
    }

    @Override
    public void delete(StoredObject object) {
        Path file = path(object.name());
        try {
            if (Files.deleteIfExists(file)) {
                Directories.sync(Directories.of(file));
            }
        } catch (IOException e) {
            throw FileFailure.of("remove", file, e);
        }
    }

    @Override
    public StoredObject join(List<StoredObject> parts, String name, ObjectAttributes attributes) {
        List<Path> files = parts.stream().map(part -> path(part.name())).toList();
        return new FileJoin(path(name), name, parts, files, attributes.runId()).run();
    }

    /** A living writer holds a lock on its file, which goes with its process however that ends. */
    @Override
    public void removeLeftovers(String runId) {
        try {
            for (Path temp : FileTree.files(root)) {
                if (TempName.isOf(runId, temp) && !open.contains(temp)) {
                    removeUnlessLocked(temp);
                }
            }
        } catch (IOException e) {
            throw FileFailure.of("clean up", root, e);
        }
    }

    @Override
    public void checkWritable() {
        String probe = ".millrace-probe-" + ProcessHandle.current().pid();
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new MillraceException(
                    FailureKind.USAGE, root + " is not a directory", "name a directory that can hold the output");
        }
        Optional<Path> missing = Directories.outermostMissing(root);
        delete(put(probe, new byte[] {1}, ObjectAttributes.ofRun("probe", "text/plain")));
        try {
            if (missing.isPresent()) {
                Directories.removeEmpty(root, missing.get());
            }
        } catch (IOException e) {
            throw FileFailure.of("remove", root, e);
        }
    }

    @Override
    public void close() {}

    /** Empty where somebody else writes, or wrote, under this name. */
    private Optional<FileChannel> openNew(Path temp) throws IOException {
        if (!open.add(temp)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean ours = false;
        try {
            channel = files.createNew(temp);
            // Between the creation and the lock it looks like a dead writer's, and a sweep may have taken it.
            ours = isLocked(channel) && Files.exists(temp);
            return ours ? Optional.of(channel) : Optional.empty();
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        } finally {
            if (!ours) {
                open.remove(temp);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException e) {
            // Some network file systems have no locks. Nobody can then tell the file for a dead writer's, and it stays.
            return true;
        }
    }

    private static void removeUnlessLocked(Path temp) {
        try (FileChannel channel = FileChannel.open(temp, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.deleteIfExists(temp);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // It has just been committed, another sweep was faster, this process writes it, or there are no locks:
            // a file that stays is hidden and harmless.
            return;
        }
    }

    private StoredObject stored(Path file) throws IOException {
        return new StoredObject(name(file), Files.size(file), null, 0, Map.of());
    }

    private String name(Path file) {
        return root.relativize(file).toString().replace(File.separatorChar, '/');
    }

    private Path path(String name) {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root)) {
            throw new IllegalArgumentException(name + " leads out of " + root);
        }
        return path;
    }
}
