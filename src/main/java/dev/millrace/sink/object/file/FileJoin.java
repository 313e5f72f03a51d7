package dev.millrace.sink.object.file;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.object.Crc32c;
import dev.millrace.sink.object.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.zip.Checksum;

/**
 * Appends parts to one file in order, with room for one part more than the whole.
 *
 * <p>A part is removed only after its bytes are in the joined file and on disk. So after a crash everything before the
 * last missing part is known to be there, whatever else the file ends with: it is cut back to that and continued.
 */
final class FileJoin {

    private static final int BUFFER_BYTES = 1 << 20;

    private final Path target;
    private final String name;
    private final List<StoredObject> parts;
    private final List<Path> files;
    private final Path joining;

    FileJoin(Path target, String name, List<StoredObject> parts, List<Path> files, String runId) {
        this.target = target;
        this.name = name;
        this.parts = parts;
        this.files = files;
        this.joining = target.resolveSibling("." + target.getFileName() + "." + runId + ".joining");
    }

    StoredObject run() {
        try {
            int from = lastMissing() + 1;
            long done = bytesOf(from);
            if (from == parts.size() && !Files.exists(joining) && sizeOf(target) == done) {
                return joined(done);
            }
            if (from > 0 && sizeOf(joining) < done) {
                throw missing(from - 1);
            }
            append(from, done);
            Files.move(joining, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Directories.sync(Directories.of(target));
            removeEmptyDirectory();
            return joined(bytesOf(parts.size()));
        } catch (IOException e) {
            throw FileFailure.of("join parts into", target, e);
        }
    }

    private void append(int from, long done) throws IOException {
        try (FileChannel whole = FileChannel.open(joining, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            whole.truncate(done);
            whole.position(done);
            for (int part = 0; part < parts.size(); part++) {
                if (part >= from) {
                    copy(part, whole);
                    whole.force(true);
                }
                Files.deleteIfExists(files.get(part));
            }
            Directories.sync(Directories.of(files.getFirst()));
        }
    }

    private void copy(int part, FileChannel whole) throws IOException {
        StoredObject expected = parts.get(part);
        Checksum sum = Crc32c.running();
        long size = 0;
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel in = FileChannel.open(files.get(part), StandardOpenOption.READ)) {
            while (in.read(buffer) >= 0) {
                buffer.flip();
                sum.update(buffer.duplicate());
                size += buffer.remaining();
                while (buffer.hasRemaining()) {
                    whole.write(buffer);
                }
                buffer.clear();
            }
        }
        if (!new StoredObject(expected.name(), size, Crc32c.base64(sum.getValue()), 0, Map.of()).matches(expected)) {
            throw conflict(expected.name() + " has other content than was written");
        }
    }

    private int lastMissing() {
        int part = files.size() - 1;
        while (part >= 0 && Files.exists(files.get(part))) {
            part--;
        }
        return part;
    }

    private long bytesOf(int count) {
        return parts.subList(0, count).stream().mapToLong(StoredObject::size).sum();
    }

    private static long sizeOf(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    private StoredObject joined(long size) {
        int sum = 0;
        for (StoredObject part : parts) {
            String crc32c = part.crc32c();
            if (crc32c == null) {
                return new StoredObject(name, size, null, 0, Map.of());
            }
            sum = Crc32c.combine(sum, Crc32c.parse(crc32c), part.size());
        }
        return new StoredObject(name, size, Crc32c.base64(sum), 0, Map.of());
    }

    private void removeEmptyDirectory() throws IOException {
        Path directory = Directories.of(files.getFirst());
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            // Something of the user's own is in it: it stays.
            return;
        }
    }

    private MillraceException missing(int part) {
        return conflict(parts.get(part).name() + " is gone");
    }

    private static MillraceException conflict(String problem) {
        return new MillraceException(
                FailureKind.CONFLICT,
                problem,
                "something else writes or deletes there; stop it and start the run over with --restart");
    }
}
