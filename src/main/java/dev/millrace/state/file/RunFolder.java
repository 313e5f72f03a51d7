package dev.millrace.state.file;

import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of one run, and the names of the files in it. */
record RunFolder(String runId, Path path) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");

    private static final long LITTLE_ROOM_MEGABYTES = 100;

    static RunFolder of(Path directory, String runId) {
        if (!NAME.matcher(runId).matches()) {
            throw MillraceException.usage(
                    "'" + runId + "' cannot name a run",
                    "use letters, digits, '.', '_' and '-', starting with a letter or digit");
        }
        return new RunFolder(runId, directory.resolve(runId));
    }

    /** Folders of all runs below the directory; none where the directory is not there. */
    static List<RunFolder> in(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory)
                    .filter(entry ->
                            NAME.matcher(entry.getFileName().toString()).matches())
                    .map(entry -> new RunFolder(entry.getFileName().toString(), entry))
                    .toList();
        } catch (IOException e) {
            throw FileFailure.of("list the runs in", directory, e);
        }
    }

    /** Whether runs can be kept below the directory, and how much room there is. */
    static Finding tryToWrite(Path directory) {
        Path place = directory.toAbsolutePath();
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        try {
            Path probe = Files.createTempFile(place, ".millrace-check", null);
            try {
                Files.write(probe, new byte[] {1});
            } finally {
                Files.delete(probe);
            }
            long free = Files.getFileStore(place).getUsableSpace() >> 20;
            return free < LITTLE_ROOM_MEGABYTES
                    ? Finding.doubtful("run store", place + " has " + free + " MB left", "free space on that disk")
                    : Finding.good("run store", directory + " can be written to, " + free + " MB are free");
        } catch (IOException e) {
            return Finding.bad("run store", FileFailure.of("write into", place, e));
        }
    }

    /** There once the run is published; {@link PublishedPlan}. */
    Path plan() {
        return path.resolve("plan.json");
    }

    /** {@link ChunkFile}. */
    Path chunks() {
        return path.resolve("chunks.jsonl");
    }

    /** {@link Journal}. */
    Path journal() {
        return path.resolve("journal.log");
    }

    /** {@link WorkerReports}. */
    Path workers() {
        return path.resolve("workers.jsonl");
    }

    /** {@link RunLock}. */
    Path lock() {
        return path.resolve("lock");
    }

    /** Says who holds the lock, for people; the lock itself is the operating system's. */
    Path owner() {
        return path.resolve("owner");
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    void create() {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw FileFailure.of("create", path, e);
        }
    }

    /** Replaces a file at once: a reader, or a process that starts after a crash, sees the old content or the new. */
    void replace(Path file, byte[] content, boolean durable) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            // Not a channel: an interrupt of the calling thread must not tear the file from its hands.
            try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
                out.write(content);
                if (durable) {
                    out.getFD().sync();
                }
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            if (durable) {
                syncNames();
            }
        } catch (IOException e) {
            throw FileFailure.of("write", file, e);
        }
    }

    /** Removes everything. A crash in the middle leaves no half of a run behind, only a hidden folder for later. */
    void delete() {
        Path doomed = path.resolveSibling(".deleted-" + runId);
        try {
            deleteTree(doomed);
            Files.move(path, doomed, StandardCopyOption.ATOMIC_MOVE);
            deleteTree(doomed);
        } catch (IOException e) {
            throw FileFailure.of("delete", path, e);
        }
    }

    /** Makes the names of new files survive a power cut, and that of the folder: fsync(2) of a file does not do that. */
    private void syncNames() throws IOException {
        for (Path directory : List.of(path, path.toAbsolutePath().getParent())) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> walk = Files.walk(tree)) {
            deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path entry : deepestFirst) {
            Files.delete(entry);
        }
    }
}
