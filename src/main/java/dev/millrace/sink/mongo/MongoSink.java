package dev.millrace.sink.mongo;

import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.model.RequestUnits;
import dev.millrace.model.RunPlan;
import dev.millrace.mongo.Backoff;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoErrors;
import dev.millrace.mongo.Retries;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.RejectFiles;
import dev.millrace.sink.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;

/**
 * Collections of a MongoDB, each named as at the source. A chunk is not committed as a whole: its documents are in the
 * target as they are written, and a second attempt finds them there and compares.
 */
public final class MongoSink implements Sink {

    private final MongoConnection connection;
    private final WriteOptions options;
    private final RejectFiles rejects;
    private final Retries retries;
    private volatile String runId = "";
    private volatile ServerLimits limits = ServerLimits.USUAL;
    private volatile List<String> notes = List.of();

    /**
     * @param connection is closed with this sink
     * @param rejects    stays the caller's, who closes it after this sink
     */
    public MongoSink(MongoConnection connection, WriteOptions options, RejectFiles rejects) {
        this(connection, options, rejects, Backoff.standard());
    }

    MongoSink(MongoConnection connection, WriteOptions options, RejectFiles rejects, Backoff backoff) {
        this.connection = connection;
        this.options = options;
        this.rejects = rejects;
        this.retries = connection.retries(backoff);
    }

    @Override
    public String description() {
        return connection.description();
    }

    @Override
    public void begin(RunPlan plan) {
        if (options.drop()) {
            CollectionCreation collections = new CollectionCreation(connection.client());
            plan.collections()
                    .forEach(collection -> doing(
                            "drop",
                            collection,
                            () -> collections.drop(collection.info().namespace())));
        }
    }

    @Override
    public void prepare(RunPlan plan) {
        runId = plan.runId();
        limits = asked();
        requireAnswers();
        CollectionCreation collections = new CollectionCreation(connection.client());
        plan.collections()
                .forEach(collection -> doing("create", collection, () -> collections.create(collection.info())));
    }

    /** A throttled write is an error in an answer; without answers nobody would write it again. */
    private void requireAnswers() {
        if (connection.isCosmos() && !options.concern().isAcknowledged()) {
            throw MillraceException.usage(
                    "without acknowledgement, Cosmos DB drops every write that it has no request units for",
                    "give --write-concern 1 or majority");
        }
    }

    private ServerLimits asked() {
        try {
            BsonDocument hello = retries.ask(() -> connection
                    .client()
                    .getDatabase("admin")
                    .runCommand(new BsonDocument("hello", new BsonInt32(1)), BsonDocument.class));
            connection.errors().reached();
            return ServerLimits.of(hello);
        } catch (MongoException e) {
            if (MongoErrors.isRefusal(e)) {
                // A server of the 4.2 generation may know this command by its older name alone.
                connection.errors().reached();
                return ServerLimits.USUAL;
            }
            throw connection.errors().explainWrite("connect to " + description(), "admin", e);
        }
    }

    private void doing(String verb, CollectionPlan collection, Runnable action) {
        Namespace namespace = collection.info().namespace();
        try {
            retries.ask(() -> {
                action.run();
                return true;
            });
        } catch (MongoException e) {
            throw connection.errors().explainWrite(verb + " " + namespace, namespace.database(), e);
        }
    }

    @Override
    public ChunkWriter open(Chunk chunk) {
        return new MongoChunkWriter(
                chunk,
                collection(chunk.namespace()),
                options,
                limits,
                connection.errors(),
                retries,
                rejects.open(runId, chunk));
    }

    /** Duplicates are looked up where they were found, and not among what a failover could take back. */
    private MongoCollection<RawBsonDocument> collection(Namespace namespace) {
        boolean majority = options.concern().equals(WriteConcern.MAJORITY) && !connection.isCosmos();
        return connection
                .client()
                .getDatabase(namespace.database())
                .getCollection(namespace.collection(), RawBsonDocument.class)
                .withWriteConcern(options.concern())
                .withReadPreference(ReadPreference.primary())
                .withReadConcern(majority ? ReadConcern.MAJORITY : ReadConcern.DEFAULT);
    }

    /** Every document is there by now. This is the place for indexes, which are cheaper to build behind the data. */
    @Override
    public void finish(RunPlan plan, Stream<ChunkReceipt> receipts) {
        WriteCounts counts = new WriteCounts();
        receipts.forEach(receipt -> counts.add(receipt.receipt().detail()));
        List<String> said = new ArrayList<>();
        note(said, counts.matched(), "of the documents were in the target already, byte for byte");
        note(said, counts.kept(), "documents of the target were kept; those of the source differ");
        note(said, counts.replaced(), "documents of the target were replaced");
        if (!options.concern().isAcknowledged()) {
            said.add("the target confirmed no write (--write-concern 0): documents that it refused or lost are counted"
                    + " as written, and only a comparison can find them");
        }
        notes = List.copyOf(said);
    }

    private static void note(List<String> notes, long documents, String what) {
        if (documents > 0) {
            notes.add(String.format(Locale.ROOT, "%,d %s", documents, what));
        }
    }

    @Override
    public RequestUnits requestUnits() {
        return connection.budget().units();
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public void close() {
        connection.close();
    }
}
