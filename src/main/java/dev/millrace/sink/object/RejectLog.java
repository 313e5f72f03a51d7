package dev.millrace.sink.object;

import dev.millrace.model.RejectedDocument;
import dev.millrace.sink.RejectSink;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * The rejected documents of one chunk, a line of JSON each: `_id` in canonical Extended JSON, reason, the document's BSON
 * in base64. No object comes to be while nothing is rejected.
 */
final class RejectLog implements RejectSink, AutoCloseable {

    private final Supplier<ObjectWriter> opening;
    private @Nullable ObjectWriter writer;
    private long count;

    RejectLog(Supplier<ObjectWriter> opening) {
        this.opening = opening;
    }

    @Override
    public void reject(RejectedDocument document) {
        ObjectWriter into = writer;
        if (into == null) {
            into = opening.get();
            writer = into;
        }
        // The bytes may be a window on a larger array.
        var bytes = document.bson().getByteBuffer().asNIO().slice();
        String id = document.id().isEmpty() ? "null" : document.id();
        text(into, "{\"_id\": " + id + ", \"reason\": " + quoted(document.reason()) + ", \"bson\": \"");
        text(into, Base64.getEncoder().encode(bytes).array());
        text(into, "\"}\n");
        count++;
    }

    long count() {
        return count;
    }

    /** Null where nothing was rejected. */
    @Nullable
    StoredObject commit() {
        return writer == null ? null : writer.commit(Map.of(ObjectAttributes.ROWS, Long.toString(count)));
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }

    private static String quoted(String text) {
        String document = new BsonDocument("t", new BsonString(text)).toJson();
        return document.substring(document.indexOf(':') + 2, document.length() - 1);
    }

    private static void text(ObjectWriter into, String text) {
        text(into, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void text(ObjectWriter into, byte[] text) {
        into.write(text, 0, text.length);
    }
}
