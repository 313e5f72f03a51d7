package dev.millrace.publish.file;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.RejectedEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/**
 * Keeps rejected events in a file, a line each: `{"eventId": …, "reason": …, "event": …}`, the event as canonical
 * Extended JSON. The file comes to be with its first line.
 */
public final class RejectedEventLog implements RejectedEvents {

    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private final Path file;
    private @Nullable FileChannel channel;

    public RejectedEventLog(Path file) {
        this.file = file;
    }

    @Override
    public synchronized void reject(ChangeEvent event, String reason) {
        BsonDocument line = new BsonDocument(
                        "eventId", new BsonString(event.header().point().text()))
                .append("reason", new BsonString(reason))
                .append("event", event.header().raw());
        try {
            FileChannel to = opened();
            ByteBuffer bytes = ByteBuffer.wrap((line.toJson(CANONICAL) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
            to.force(false);
        } catch (IOException e) {
            throw new MillraceException(
                    FailureKind.FAILED,
                    "cannot keep a rejected event in " + file + ": " + e.getMessage(),
                    "name a place that can be written, by --rejects",
                    e);
        }
    }

    private FileChannel opened() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            open = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            channel = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new MillraceException(FailureKind.FAILED, "cannot close " + file + ": " + e.getMessage(), "", e);
        }
    }
}
