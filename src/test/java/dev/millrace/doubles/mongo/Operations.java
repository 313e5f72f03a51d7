package dev.millrace.doubles.mongo;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonDocument;

/** What {@code $currentOp} shows; tests put it there, because nothing in the double takes long. Thread-safe. */
public final class Operations {
    private final List<BsonDocument> running = new CopyOnWriteArrayList<>();

    /** An operation as the server shows it: {@code ns, command, msg, progress: {done, total}}. */
    public void show(BsonDocument operation) {
        running.add(operation);
    }

    List<byte[]> all() {
        return running.stream().map(RawBson::encode).toList();
    }
}
