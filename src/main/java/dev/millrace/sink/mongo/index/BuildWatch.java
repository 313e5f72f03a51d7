package dev.millrace.sink.mongo.index;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import dev.millrace.model.Namespace;
import java.time.Duration;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Tells a listener how an index build goes on, as long as it is open: what `$currentOp` shows of it where the user may
 * see that (privilege `inprog`), else the time alone. It never disturbs the build.
 */
final class BuildWatch implements AutoCloseable {

    private final MongoClient client;
    private final Namespace namespace;
    private final List<String> indexes;
    private final IndexListener listener;
    private final Duration interval;
    private final long start = System.nanoTime();
    private final Thread thread;
    private boolean allowed = true;

    BuildWatch(
            MongoClient client, Namespace namespace, List<String> indexes, IndexListener listener, Duration interval) {
        this.client = client;
        this.namespace = namespace;
        this.indexes = List.copyOf(indexes);
        this.listener = listener;
        this.interval = interval;
        listener.building(namespace, indexes, 0, 0, Duration.ZERO);
        this.thread = Thread.ofVirtual().name("index-watch").start(this::watch);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(interval);
                BsonDocument progress = allowed ? progress() : new BsonDocument();
                listener.building(namespace, indexes, number(progress, "done"), number(progress, "total"), elapsed());
            }
        } catch (InterruptedException ended) {
            // Closing interrupts this thread, and nothing comes after.
            Thread.currentThread().interrupt();
        }
    }

    /** `{done, total}` of the build that is furthest behind; empty where there is none to be seen. */
    private BsonDocument progress() throws InterruptedException {
        BsonDocument operations = new BsonDocument("$currentOp", new BsonDocument("allUsers", BsonBoolean.TRUE));
        BsonDocument builds = new BsonDocument(
                "$match",
                new BsonDocument("command.createIndexes", new BsonString(namespace.collection()))
                        .append("ns", new BsonDocument("$regex", new BsonString("^" + quoted(namespace.database()))))
                        .append("progress.total", new BsonDocument("$gt", new BsonInt32(0))));
        BsonDocument fields = new BsonDocument("$project", new BsonDocument("progress", new BsonInt32(1)));
        try {
            BsonDocument found = client.getDatabase("admin")
                    .aggregate(List.of(operations, builds, fields), BsonDocument.class)
                    .first();
            return found == null ? new BsonDocument() : found.getDocument("progress", new BsonDocument());
        } catch (MongoException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            // Not allowed, or a server without it: the build goes on without being seen.
            allowed = false;
            return new BsonDocument();
        }
    }

    private static String quoted(String database) {
        return java.util.regex.Pattern.quote(database) + "\\.";
    }

    private static long number(BsonDocument progress, String field) {
        BsonValue value = progress.get(field);
        return value instanceof BsonNumber number ? number.longValue() : 0;
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
