package dev.millrace.state.file;

import dev.millrace.model.ResumePoint;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.SavedPoint;
import dev.millrace.state.StreamClaim;
import dev.millrace.state.StreamConflict;
import dev.millrace.state.StreamName;
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
 * Streams' places as files, `DIR/STREAM.json`, replaced by an atomic rename:
 *
 * <pre>
 * {"token": {"_data": "826B00D2…"}, "clusterTime": {"$timestamp": {"t": 1795215984, "i": 3}},
 *  "events": {"$numberLong": "120"}, "savedAt": {"$date": "2026-11-21T10:15:30.123Z"}}
 * </pre>
 *
 * `clusterTime` is missing where it is not known. A lock of the operating system on `STREAM.lock` makes one process the
 * owner, and ends with it.
 */
public final class FileResumeStore implements ResumeStore {

    /** Keeps every type of a token; people can read the time. */
    private static final JsonWriterSettings FORM = JsonWriterSettings.builder()
            .outputMode(JsonMode.EXTENDED)
            .dateTimeConverter(
                    (millis, writer) -> writer.writeRaw("{\"$date\": \"" + Instant.ofEpochMilli(millis) + "\"}"))
            .build();

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
            return Optional.of(read(stream, file, Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileFailure.of("read", file, e);
        }
    }

    private static SavedPoint read(String stream, Path file, String json) {
        try {
            BsonDocument saved = BsonDocument.parse(json);
            return new SavedPoint(
                    new ResumePoint(saved.getDocument("token")),
                    saved.containsKey("clusterTime") ? saved.getTimestamp("clusterTime") : null,
                    saved.getNumber("events").longValue(),
                    Instant.ofEpochMilli(saved.getDateTime("savedAt").getValue()));
        } catch (JsonParseException | BsonInvalidOperationException e) {
            throw StreamConflict.unreadable(stream, file.toString(), e);
        }
    }

    @Override
    public void forget(String stream) {
        try (StreamClaim claim = claim(stream).orElseThrow(() -> StreamConflict.held(stream, description(), ""))) {
            claim.renew();
            Files.deleteIfExists(path(stream, ".json"));
        } catch (IOException e) {
            throw FileFailure.of("remove", path(stream, ".json"), e);
        }
    }

    @Override
    public void close() {}

    private Path path(String stream, String suffix) {
        return directory.resolve(StreamName.checked(stream) + suffix);
    }

    /** Held by the lock on the channel. */
    private final class Claim implements StreamClaim {

        private final String stream;
        private final FileChannel channel;
        private boolean closed;

        private Claim(String stream, FileChannel channel) {
            this.stream = stream;
            this.channel = channel;
        }

        @Override
        public Optional<SavedPoint> load() {
            return look(stream);
        }

        @Override
        public synchronized void save(SavedPoint point) {
            if (closed) {
                throw StreamConflict.lost(stream, description());
            }
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
                ByteBuffer bytes = ByteBuffer.wrap(saved.toJson(FORM).getBytes(StandardCharsets.UTF_8));
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
        public synchronized void close() {
            closed = true;
            try {
                channel.close();
            } catch (IOException e) {
                throw FileFailure.of("unlock", path(stream, ".lock"), e);
            }
        }
    }
}
