package dev.millrace.state.file;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.ResumePoint;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.SavedPoint;
import dev.millrace.state.StreamClaim;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonInvalidOperationException;
import org.bson.json.JsonMode;
import org.bson.json.JsonParseException;
import org.bson.json.JsonWriterSettings;

/**
 * Streams' places as files, `DIR/STREAM.json`, replaced by an atomic rename. A lock of the operating system on
 * `STREAM.lock` makes one process the owner, and ends with it.
 */
public final class FileResumeStore implements ResumeStore {

    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private final Path directory;

    public FileResumeStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public String description() {
        return "file:" + directory;
    }

    @Override
    public Optional<StreamClaim> claim(String stream) {
        Path lock = path(stream, ".lock");
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean taken = false;
            try {
                taken = isTaken(channel);
                return taken ? Optional.of(new Claim(stream, channel)) : Optional.empty();
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw FileFailure.of("lock", lock, e);
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public Optional<SavedPoint> look(String stream) {
        Path file = path(stream, ".json");
        try {
            return Optional.of(read(file, Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileFailure.of("read", file, e);
        }
    }

    private static SavedPoint read(Path file, String json) {
        try {
            BsonDocument saved = BsonDocument.parse(json);
            return new SavedPoint(
                    new ResumePoint(saved.getDocument("token")),
                    saved.containsKey("clusterTime") ? saved.getTimestamp("clusterTime") : null,
                    saved.getNumber("events").longValue(),
                    Instant.ofEpochMilli(saved.getDateTime("savedAt").getValue()));
        } catch (JsonParseException | BsonInvalidOperationException e) {
            throw new MillraceException(
                    FailureKind.FAILED,
                    file + " is not what a stream saves",
                    "put back what was there, or remove it to begin anew",
                    e);
        }
    }

    @Override
    public void forget(String stream) {
        try (StreamClaim claim = claim(stream)
                .orElseThrow(() -> new MillraceException(
                        FailureKind.CONFLICT, "a process has the stream " + stream, "stop it first"))) {
            claim.renew();
            Files.deleteIfExists(path(stream, ".json"));
        } catch (IOException e) {
            throw FileFailure.of("remove", path(stream, ".json"), e);
        }
    }

    @Override
    public void close() {}

    private Path path(String stream, String suffix) {
        if (!stream.matches("[A-Za-z0-9._-]+")) {
            throw MillraceException.usage(
                    "'" + stream + "' cannot be a stream's name", "use letters, digits, '.', '_' and '-'");
        }
        return directory.resolve(stream + suffix);
    }

    /** Held by the lock on the channel. */
    private final class Claim implements StreamClaim {

        private final String stream;
        private final FileChannel channel;

        private Claim(String stream, FileChannel channel) {
            this.stream = stream;
            this.channel = channel;
        }

        @Override
        public Optional<SavedPoint> load() {
            return look(stream);
        }

        @Override
        public void save(SavedPoint point) {
            BsonDocument saved = new BsonDocument("token", point.point().token());
            if (point.clusterTime() != null) {
                saved.append("clusterTime", point.clusterTime());
            }
            saved.append("events", new BsonInt64(point.events()))
                    .append("savedAt", new BsonDateTime(point.savedAt().toEpochMilli()));
            Path file = path(stream, ".json");
            Path next = path(stream, ".json.next");
            try (FileChannel out = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(saved.toJson(CANONICAL).getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw FileFailure.of("save", file, e);
            }
        }

        /** The lock needs no sign of life. */
        @Override
        public void renew() {}

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw FileFailure.of("unlock", path(stream, ".lock"), e);
            }
        }
    }
}
