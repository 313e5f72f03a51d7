package dev.millrace.job;

import dev.millrace.model.DocumentChange;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/**
 * A file with a line of JSON for each operation that the target has confirmed: `sequence`, `operation`, `namespace`, `_id`
 * in canonical Extended JSON. Operations on one document stand in their order. Safe for use by many threads.
 */
final class ChangeJournal implements AutoCloseable {

    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private final ReentrantLock lock = new ReentrantLock();
    private final String file;
    private final Namespace namespace;
    private final @Nullable BufferedWriter out;

    private ChangeJournal(String file, Namespace namespace, @Nullable BufferedWriter out) {
        this.file = file;
        this.namespace = namespace;
        this.out = out;
    }

    /** Keeps nothing. */
    static ChangeJournal none(Namespace namespace) {
        return new ChangeJournal("", namespace, null);
    }

    /** @param append whether lines of an earlier workload stay */
    static ChangeJournal open(String file, boolean append, Namespace namespace) {
        try {
            BufferedWriter out = Files.newBufferedWriter(
                    Path.of(file),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
            return new ChangeJournal(file, namespace, out);
        } catch (IOException | InvalidPathException e) {
            throw unwritable(file, e);
        }
    }

    /** Writes the lines and gives them to the operating system. */
    void add(List<DocumentChange> changes) {
        BufferedWriter writer = out;
        if (writer == null || changes.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            for (DocumentChange change : changes) {
                writer.write(line(change));
                writer.newLine();
            }
            writer.flush();
        } catch (IOException e) {
            throw unwritable(file, e);
        } finally {
            lock.unlock();
        }
    }

    private String line(DocumentChange change) {
        BsonDocument rest = new BsonDocument(
                        "operation", new BsonString(change.kind().name().toLowerCase(Locale.ROOT)))
                .append("namespace", new BsonString(namespace.toString()))
                .append("_id", change.id());
        return "{\"sequence\": " + change.sequence() + ", "
                + rest.toJson(CANONICAL).substring(1);
    }

    @Override
    public void close() {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static MillraceException unwritable(String file, Exception cause) {
        return new MillraceException(
                FailureKind.FAILED,
                "the journal " + file + " cannot be written: " + cause.getMessage(),
                "name a file in a directory that can be written to and has space",
                cause);
    }
}
