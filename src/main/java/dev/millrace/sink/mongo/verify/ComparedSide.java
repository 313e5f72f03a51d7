package dev.millrace.sink.mongo.verify;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.CountOptions;
import dev.millrace.model.Chunk;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.mongo.Backoff;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoErrors;
import dev.millrace.mongo.Retries;
import dev.millrace.source.ChunkReader;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.NamespaceSelection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;

/** One of the two servers of a comparison: its documents by range and by `_id`. Safe for use by many threads. */
public final class ComparedSide implements AutoCloseable {

    private static final BsonDocument BY_ID = new BsonDocument("_id", new BsonInt32(1));

    private final MongoConnection connection;
    private final DocumentSource ranges;
    private final BsonDocument projection;
    private final Retries retries;

    /**
     * @param connection is closed with `ranges`
     * @param ranges     reads the same server; closed with this
     * @param projection the fields that are compared; empty for all
     */
    public ComparedSide(MongoConnection connection, DocumentSource ranges, BsonDocument projection) {
        this(connection, ranges, projection, Backoff.standard());
    }

    ComparedSide(MongoConnection connection, DocumentSource ranges, BsonDocument projection, Backoff backoff) {
        this.connection = connection;
        this.ranges = ranges;
        this.projection = projection;
        this.retries = connection.retries(backoff);
    }

    /** The server's URI without its secrets. */
    String description() {
        return connection.description();
    }

    MongoConnection connection() {
        return connection;
    }

    Retries retries() {
        return retries;
    }

    /** What is known of a collection; empty where there is none of that name. */
    Optional<CollectionInfo> find(Namespace namespace) {
        try {
            return collections(new NamespaceSelection(List.of(namespace.toString()))).stream()
                    .findFirst();
        } catch (MillraceException e) {
            if (e.kind() == FailureKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The collections that match. */
    public List<CollectionInfo> collections(NamespaceSelection selection) {
        return ranges.collections(selection);
    }

    ChunkReader open(Chunk chunk) {
        return ranges.open(chunk);
    }

    /** Looks documents up where the newest are. */
    DocumentLookup lookup(Namespace namespace) {
        return new CollectionLookup(
                connection,
                namespace,
                collection(namespace).withReadPreference(ReadPreference.primary()),
                projection,
                retries);
    }

    MongoCollection<RawBsonDocument> collection(Namespace namespace) {
        return connection
                .client()
                .getDatabase(namespace.database())
                .getCollection(namespace.collection(), RawBsonDocument.class);
    }

    /** How many documents the server says there are, without a look at them: right at rest, about right else. */
    long estimate(Namespace namespace) {
        // Such a number has no read concern; some servers refuse one.
        return counted(
                namespace,
                () -> collection(namespace).withReadConcern(ReadConcern.DEFAULT).estimatedDocumentCount());
    }

    /** How many documents there are, by the index on `_id` where there is one. */
    long count(CollectionInfo collection) {
        Namespace namespace = collection.namespace();
        boolean indexed = collection.kind() == CollectionKind.COLLECTION && !connection.isCosmos();
        return counted(namespace, () -> indexed ? countByIndex(namespace) : count(namespace, new CountOptions()));
    }

    private long countByIndex(Namespace namespace) {
        try {
            return count(namespace, new CountOptions().hint(BY_ID));
        } catch (MongoCommandException e) {
            if (MongoErrors.isRefusal(e) && !MongoErrors.isUnauthorized(e)) {
                return count(namespace, new CountOptions());
            }
            throw e;
        }
    }

    private long count(Namespace namespace, CountOptions options) {
        return collection(namespace).countDocuments(new BsonDocument(), options);
    }

    private long counted(Namespace namespace, LongSupplier count) {
        try {
            return retries.ask(count::getAsLong);
        } catch (MongoException e) {
            throw connection.errors().explain("count " + namespace, namespace.database(), e);
        }
    }

    @Override
    public void close() {
        ranges.close();
    }
}
