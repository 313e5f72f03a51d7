package dev.millrace.sink.mongo.index;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.millrace.model.Namespace;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.Retries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * Builds indexes on a MongoDB and reports what became of each. Everything may be repeated: what is there already is
 * found and left alone, and a build that still runs is waited for. Failures of single indexes are problems of the
 * report; what fails as a whole is thrown as the driver's exception.
 */
public final class IndexCreation {

    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(5);

    private static final int NAMESPACE_NOT_FOUND = 26;

    private final MongoClient client;
    private final Retries retries;
    private final IndexListener listener;
    private final Duration watchInterval;

    /**
     * @param connection stays the caller's
     * @param retries    of that connection
     */
    public IndexCreation(MongoConnection connection, Retries retries, IndexListener listener) {
        this(connection, retries, listener, WATCH_INTERVAL);
    }

    IndexCreation(MongoConnection connection, Retries retries, IndexListener listener, Duration watchInterval) {
        this.client = connection.client();
        this.retries = retries;
        this.listener = listener;
        this.watchInterval = watchInterval;
    }

    /** Builds what is not there: those that allow duplicates in one pass over the collection, then each unique one. */
    public void create(IndexPlan plan, IndexReport report) {
        List<IndexDefinition> plain = new ArrayList<>();
        List<IndexDefinition> unique = new ArrayList<>();
        for (IndexDefinition index : missing(plan, report)) {
            (index.isUnique() ? unique : plain).add(index);
        }
        if (!plain.isEmpty() && !builtTogether(plan.target(), plain, report)) {
            plain.forEach(index -> build(plan.target(), index, report));
        }
        unique.forEach(index -> build(plan.target(), index, report));
    }

    /** What {@link #create} would find; builds nothing. The missing ones are returned. */
    public List<IndexDefinition> missing(IndexPlan plan, IndexReport report) {
        List<BsonDocument> existing = existing(plan.target());
        List<IndexDefinition> missing = new ArrayList<>();
        String collection = plan.target().toString();
        for (IndexDefinition index : plan.indexes()) {
            switch (Standing.of(index, existing)) {
                case Standing.Absent _ -> missing.add(index);
                case Standing.Present _, Standing.Disabled _ -> report.present(collection, index.name());
                case Standing.Renamed(String name) -> {
                    report.present(collection, index.name());
                    report.note(collection + ": index " + index.name() + " is there under the name " + name
                            + "; hints that name it must be changed");
                }
                case Standing.Different(String name, var options) ->
                    report.problem(collection + ": index " + index.name() + " is not built: " + name
                            + " is there and differs in " + String.join(", ", options)
                            + "; drop it, or leave the indexes out with --indexes none");
            }
        }
        return missing;
    }

    /** Lets documents expire by indexes that were built so that none does; those that already do are left alone. */
    public void enableExpiry(IndexPlan plan, IndexReport report) {
        List<BsonDocument> existing = existing(plan.target());
        for (IndexDefinition index : plan.indexes()) {
            if (index.expires() && Standing.of(index, existing) instanceof Standing.Disabled) {
                enable(plan.target(), index, report);
            }
        }
    }

    private void enable(Namespace namespace, IndexDefinition index, IndexReport report) {
        BsonDocument change =
                new BsonDocument("name", new BsonString(index.name())).append("expireAfterSeconds", seconds(index));
        BsonDocument command =
                new BsonDocument("collMod", new BsonString(namespace.collection())).append("index", change);
        try {
            retries.ask(() -> database(namespace).runCommand(command, BsonDocument.class));
        } catch (MongoCommandException e) {
            report.problem(namespace + ": index " + index.name() + " is there but expires no document yet: "
                    + IndexFailure.reason(e));
        }
    }

    private static BsonInt64 seconds(IndexDefinition index) {
        return new BsonInt64(
                index.specification().getNumber("expireAfterSeconds").longValue());
    }

    /** What `listIndexes` says; empty where the collection is not there. */
    public List<BsonDocument> existing(Namespace namespace) {
        try {
            return retries.ask(() -> database(namespace)
                    .getCollection(namespace.collection())
                    .listIndexes(BsonDocument.class)
                    .into(new ArrayList<>()));
        } catch (MongoCommandException e) {
            if (e.getErrorCode() == NAMESPACE_NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    private boolean builtTogether(Namespace namespace, List<IndexDefinition> indexes, IndexReport report) {
        if (indexes.size() == 1) {
            return false;
        }
        try {
            run(namespace, indexes, report);
            return true;
        } catch (MongoCommandException e) {
            // One of them is refused and takes the others with it: alone, each shows whether it is the one.
            return false;
        }
    }

    private void build(Namespace namespace, IndexDefinition index, IndexReport report) {
        try {
            run(namespace, List.of(index), report);
        } catch (MongoCommandException e) {
            String what = namespace + ": index " + index.name() + " (" + index.fields() + ") could not be built: ";
            report.problem(
                    what + (IndexFailure.isDuplicate(e) ? duplicates(namespace, index) : IndexFailure.reason(e)));
        }
    }

    private String duplicates(Namespace namespace, IndexDefinition index) {
        List<DuplicateKeys.Pair> pairs = new DuplicateKeys(
                        database(namespace).getCollection(namespace.collection(), BsonDocument.class), index)
                .find();
        return IndexFailure.duplicates(pairs);
    }

    private void run(Namespace namespace, List<IndexDefinition> indexes, IndexReport report) {
        List<String> names = indexes.stream().map(IndexDefinition::name).toList();
        BsonDocument command = new BsonDocument("createIndexes", new BsonString(namespace.collection()))
                .append(
                        "indexes",
                        new BsonArray(indexes.stream()
                                .map(IndexDefinition::specification)
                                .toList()));
        try (BuildWatch watch = new BuildWatch(client, namespace, names, listener, watchInterval)) {
            retries.ask(() -> waitingFor(namespace, command));
            listener.built(namespace, names, watch.elapsed());
            report.built(namespace.toString(), names, watch.elapsed());
        }
    }

    /** A build may take longer than a connection stands still; the server goes on, and the same command waits for it. */
    private BsonDocument waitingFor(Namespace namespace, BsonDocument command) {
        while (true) {
            try {
                return database(namespace).runCommand(command, BsonDocument.class);
            } catch (MongoSocketReadTimeoutException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                ping();
            }
        }
    }

    private void ping() throws MongoException {
        client.getDatabase("admin").runCommand(new BsonDocument("ping", new BsonInt32(1)));
    }

    private MongoDatabase database(Namespace namespace) {
        return client.getDatabase(namespace.database());
    }
}
