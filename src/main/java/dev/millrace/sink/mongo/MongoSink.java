package dev.millrace.sink.mongo;

import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.model.RequestUnits;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import dev.millrace.mongo.Backoff;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoErrors;
import dev.millrace.mongo.Retries;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.RejectFiles;
import dev.millrace.sink.Sink;
import dev.millrace.sink.mongo.index.IndexListener;
import dev.millrace.sink.mongo.index.IndexReport;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;

/**
 * Collections of a MongoDB. A chunk is not committed as a whole: its documents are in the target as they are written,
 * and a second attempt finds them there and compares. Capped and time-series collections, where it could not, are one
 * chunk, and each attempt begins with an empty collection.
 */
public final class MongoSink implements Sink {

    private final MongoConnection connection;
    private final WriteOptions options;
    private final CloneOptions clone;
    private final RejectFiles rejects;
    private final Retries retries;
    private final CollectionSetup setup;
    private final AtomicBoolean lacksExactWrites = new AtomicBoolean();
    private volatile String runId = "";
    private volatile ServerLimits limits = ServerLimits.USUAL;
    private volatile Map<Namespace, CollectionDefinition> definitions = Map.of();
    private volatile List<String> notes = List.of();
    private volatile boolean complete = true;

    /**
     * Documents alone.
     *
     * @param connection is closed with this sink
     * @param rejects    stays the caller's, who closes it after this sink
     */
    public MongoSink(MongoConnection connection, WriteOptions options, RejectFiles rejects) {
        this(connection, options, CloneOptions.documentsOnly(), rejects, IndexListener.NONE);
    }

    /** @param listener is told of index builds */
    public MongoSink(
            MongoConnection connection,
            WriteOptions options,
            CloneOptions clone,
            RejectFiles rejects,
            IndexListener listener) {
        this(connection, options, clone, rejects, listener, Backoff.standard());
    }

    MongoSink(
            MongoConnection connection,
            WriteOptions options,
            CloneOptions clone,
            RejectFiles rejects,
            IndexListener listener,
            Backoff backoff) {
        this.connection = connection;
        this.options = options;
        this.clone = clone;
        this.rejects = rejects;
        this.retries = connection.retries(backoff);
        this.setup = new CollectionSetup(connection, clone, options.drop(), retries, listener);
    }

    @Override
    public String description() {
        return connection.description();
    }

    @Override
    public void begin(RunPlan plan) {
        limits = asked();
        setup.begin(plan);
    }

    @Override
    public void prepare(RunPlan plan) {
        runId = plan.runId();
        limits = asked();
        requireAnswers();
        Map<Namespace, CollectionDefinition> known = new HashMap<>();
        plan.collections()
                .forEach(collection -> known.put(collection.info().namespace(), setup.definition(collection)));
        definitions = Map.copyOf(known);
        setup.prepare(plan);
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

    /** A view has no documents of its own: nothing is read for it. */
    @Override
    public Optional<WriteReceipt> committed(Chunk chunk) {
        CollectionDefinition definition = definitions.get(chunk.namespace());
        return definition != null && definition.isView()
                ? Optional.of(new WriteReceipt(0, 0, 0, 0, new WriteCounts().toBson()))
                : Optional.empty();
    }

    @Override
    public ChunkWriter open(Chunk chunk) {
        Namespace target = clone.names().of(chunk.namespace());
        CollectionDefinition definition = definitions.get(chunk.namespace());
        if (definition == null || !definition.isWrittenAnew()) {
            return writer(chunk, target, retries);
        }
        if (chunk.part() > 0) {
            throw new IllegalStateException(target + " is one chunk, because each attempt begins with it empty");
        }
        setup.renew(definition);
        if (definition.kind() != CollectionKind.TIMESERIES) {
            return writer(chunk, target, retries);
        }
        // What is sent twice is there twice: a lost reply ends the attempt.
        MongoChunkWriter once = writer(chunk, target, connection.retries(new Backoff(List.of(), Duration.ZERO)));
        return options.concern().isAcknowledged()
                ? new WholeCollectionWriter(once, target.toString(), () -> count(target))
                : once;
    }

    private MongoChunkWriter writer(Chunk chunk, Namespace target, Retries patience) {
        return new MongoChunkWriter(
                chunk,
                collection(target),
                options,
                limits,
                connection.errors(),
                patience,
                rejects.open(runId, chunk),
                new ExactWrites(connection.client().getDatabase(target.database()), target.collection(), durable()),
                lacksExactWrites);
    }

    /** Documents that need care are confirmed even where others are not. */
    private WriteConcern durable() {
        return options.concern().isAcknowledged() ? options.concern() : WriteConcern.W1;
    }

    private long count(Namespace target) {
        try {
            return retries.ask(() -> collection(target).countDocuments());
        } catch (MongoException e) {
            throw connection.errors().explainWrite("count " + target, target.database(), e);
        }
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

    /** Every document is there by now; indexes are cheaper to build behind the data. */
    @Override
    public void finish(RunPlan plan, Stream<ChunkReceipt> receipts) {
        WriteCounts counts = new WriteCounts();
        receipts.forEach(receipt -> counts.add(receipt.receipt().detail()));
        IndexReport report = setup.complete(plan);
        complete = report.problems().isEmpty();
        notes = TargetNotes.of(counts, options.concern().isAcknowledged(), report);
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
    public boolean isComplete() {
        return complete;
    }

    @Override
    public void close() {
        connection.close();
    }
}
