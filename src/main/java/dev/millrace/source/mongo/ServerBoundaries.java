package dev.millrace.source.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.ReadConcern;
import com.mongodb.client.AggregateIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import dev.millrace.model.Namespace;
import dev.millrace.mongo.MongoErrors;
import dev.millrace.mongo.Retries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Asks the server where to divide a collection. The answers are in the order of the `_id` index. */
final class ServerBoundaries {

    /** The server walks all keys for it, a few million a second; beyond this time a sample is the better way. */
    private static final long SPLIT_VECTOR_SECONDS = 30;
    /** More than this share makes the server sort the whole collection (manual, `$sample`: 5 %). */
    private static final int LEAST_DOCUMENTS_PER_SAMPLE = 20;

    private static final int SAMPLES_PER_CHUNK = 10;

    /** The server sorts them in memory. */
    static final int MOST_SAMPLES = 50_000;

    private final MongoClient client;
    private final Namespace namespace;
    private final Retries retries;

    ServerBoundaries(MongoClient client, Namespace namespace, Retries retries) {
        this.client = client;
        this.namespace = namespace;
        this.retries = retries;
    }

    /**
     * Boundaries by `splitVector`, which needs a privilege that `read` has not, and which mongos has not.
     *
     * @return empty where the server does not do it
     */
    Optional<List<BsonValue>> bySplitVector(long documents, long bytes) {
        BsonDocument command = new BsonDocument("splitVector", new BsonString(namespace.toString()))
                .append("keyPattern", Stretch.BY_ID)
                // The server divides at half of what it is given.
                .append("maxChunkSizeBytes", new BsonInt64(bytes > Long.MAX_VALUE / 2 ? bytes : 2 * bytes))
                .append("maxChunkObjects", new BsonInt64(documents))
                .append("maxTimeMS", new BsonInt64(TimeUnit.SECONDS.toMillis(SPLIT_VECTOR_SECONDS)));
        try {
            BsonDocument reply = retries.ask(() -> client.getDatabase("admin").runCommand(command, BsonDocument.class));
            List<BsonValue> keys = new ArrayList<>();
            reply.getArray("splitKeys").forEach(key -> keys.add(key.asDocument().get("_id")));
            return Optional.of(keys);
        } catch (MongoExecutionTimeoutException e) {
            return Optional.empty();
        } catch (MongoCommandException e) {
            if (MongoErrors.isRefusal(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Boundaries from a random sample of `_id`s. The server sorts the sample, so that a collection with a collation
     * of its own is divided in the order of its own index.
     *
     * @return empty where the server has no cheap sample to give
     */
    Optional<List<BsonValue>> bySample(long documents, long chunks) {
        long samples = Math.clamp(chunks * SAMPLES_PER_CHUNK, 1, MOST_SAMPLES);
        if (samples > documents / LEAST_DOCUMENTS_PER_SAMPLE || chunks > samples) {
            return Optional.empty();
        }
        MongoCollection<BsonDocument> collection = client.getDatabase(namespace.database())
                .getCollection(namespace.collection(), BsonDocument.class)
                .withReadConcern(ReadConcern.DEFAULT);
        AggregateIterable<BsonDocument> sample = collection.aggregate(List.of(
                new BsonDocument("$sample", new BsonDocument("size", new BsonInt32((int) samples))),
                new BsonDocument("$project", Stretch.BY_ID),
                new BsonDocument("$sort", Stretch.BY_ID)));
        try {
            List<BsonDocument> ids = retries.ask(() -> sample.into(new ArrayList<>()));
            return Optional.of(everyNth(ids, chunks));
        } catch (MongoCommandException e) {
            if (MongoErrors.isRefusal(e) && !MongoErrors.isUnauthorized(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static List<BsonValue> everyNth(List<BsonDocument> ids, long chunks) {
        List<BsonValue> boundaries = new ArrayList<>();
        for (long chunk = 1; chunk < chunks; chunk++) {
            int index = (int) (ids.size() * chunk / chunks);
            if (index < ids.size()) {
                boundaries.add(ids.get(index).get("_id"));
            }
        }
        return boundaries;
    }
}
