package dev.millrace.source.mongo;

import com.mongodb.MongoException;
import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Finding;
import dev.millrace.model.Namespace;
import dev.millrace.model.RequestUnits;
import dev.millrace.mongo.Backoff;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.Retries;
import dev.millrace.source.ChunkReader;
import dev.millrace.source.ChunkSize;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.NamespaceSelection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads from MongoDB and from what speaks its protocol, with the privileges of the role `read`. */
public final class MongoSource implements DocumentSource {

    private final MongoConnection connection;
    private final ReadOptions options;
    private final Retries retries;
    private final CosmosIds cosmosIds;

    /** @param connection closed together with the source */
    public MongoSource(MongoConnection connection, ReadOptions options) {
        this(connection, options, Backoff.standard());
    }

    MongoSource(MongoConnection connection, ReadOptions options, Backoff backoff) {
        this.connection = connection;
        this.options = options;
        this.retries = connection.retries(backoff);
        this.cosmosIds = new CosmosIds(connection);
    }

    @Override
    public String description() {
        return connection.description();
    }

    @Override
    public List<CollectionInfo> collections(NamespaceSelection selection) {
        String named = String.join(", ", selection.patterns());
        String database = NamespaceSelection.databaseOf(selection.patterns().getFirst());
        return explaining("find " + named, database == null ? "every database" : database, () -> {
            Retries there = database == null ? retries : retries.in(database);
            List<CollectionInfo> found = there.ask(() -> new CollectionFinder(connection.client(), selection).find());
            connection.errors().reached();
            return found;
        });
    }

    @Override
    public void plan(CollectionInfo collection, ChunkSize size, Consumer<ChunkRange> ranges) {
        Namespace namespace = collection.namespace();
        explaining("plan " + namespace, namespace.database(), () -> {
            new ChunkPlanner(connection, options, collection, size, ranges, retries.in(namespace.database())).plan();
            return true;
        });
    }

    @Override
    public void sample(CollectionInfo collection, int documents, DocumentBatch into) {
        Namespace namespace = collection.namespace();
        explaining("sample " + namespace, namespace.database(), () -> {
            Retries there = retries.in(namespace.database());
            if (connection.isCosmos()) {
                new SpreadSample(connection.client(), namespace, options, there).draw(documents, into);
                return true;
            }
            DocumentSampler sampler = new DocumentSampler(connection.client(), namespace, options);
            return there.ask(() -> sampler.draw(documents, into));
        });
    }

    @Override
    public void extremes(CollectionInfo collection, DocumentBatch into) {
        // A filter may leave none at either end, and a view or a clustered collection has no index to find them by.
        if (collection.kind() != CollectionKind.COLLECTION || !options.filter().isEmpty()) {
            return;
        }
        Namespace namespace = collection.namespace();
        explaining("read the ends of " + namespace, namespace.database(), () -> {
            DocumentSampler sampler = new DocumentSampler(connection.client(), namespace, options);
            return retries.in(namespace.database()).ask(() -> sampler.extremes(into));
        });
    }

    @Override
    public ChunkReader open(Chunk chunk) {
        return new MongoChunkReader(connection, options, retries, cosmosIds, chunk);
    }

    @Override
    public RequestUnits requestUnits() {
        return connection.budget().units();
    }

    @Override
    public List<Finding> check(NamespaceSelection selection) {
        return new SourceCheck(connection, this, options).findings(selection);
    }

    @Override
    public void close() {
        connection.close();
    }

    private <T> T explaining(String attempt, String database, Supplier<T> action) {
        try {
            return action.get();
        } catch (MongoException e) {
            throw connection.errors().explain(attempt, database, e);
        }
    }
}
