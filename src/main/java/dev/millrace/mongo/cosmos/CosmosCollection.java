package dev.millrace.mongo.cosmos;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import dev.millrace.model.Namespace;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * What an RU account tells of one of its collections by the custom action `GetCollection`.
 *
 * @param shardKey   fields that decide the partition; none where the collection is not sharded
 * @param throughput request units a second, of its own or shared; 0 where not told
 * @param autoscale  whether that is the most of what grows with use
 */
public record CosmosCollection(List<String> shardKey, int throughput, boolean autoscale) {

    public CosmosCollection {
        shardKey = List.copyOf(shardKey);
    }

    /** Throws what the driver throws. */
    public static CosmosCollection ask(MongoClient client, Namespace namespace) {
        BsonDocument answer = client.getDatabase(namespace.database())
                .runCommand(
                        new BsonDocument("customAction", new BsonString("GetCollection"))
                                .append("collection", new BsonString(namespace.collection())),
                        BsonDocument.class);
        List<String> key = List.copyOf(
                answer.getDocument("shardKeyDefinition", new BsonDocument()).keySet());
        BsonInt32 none = new BsonInt32(0);
        if (answer.isDocument("autoScaleSettings")) {
            BsonDocument scaling = answer.getDocument("autoScaleSettings");
            return new CosmosCollection(
                    key, scaling.getNumber("maxThroughput", none).intValue(), true);
        }
        return new CosmosCollection(
                key, answer.getNumber("provisionedThroughput", none).intValue(), false);
    }

    /** The same; empty where the account does not say. */
    public static Optional<CosmosCollection> find(MongoClient client, Namespace namespace) {
        try {
            return Optional.of(ask(client, namespace));
        } catch (MongoException e) {
            return Optional.empty();
        }
    }

    /** Whether two documents may have one `_id`: it is unique within a value of the shard key only. */
    public boolean repeatsIds() {
        return !shardKey.isEmpty() && !shardKey.equals(List.of("_id"));
    }
}
