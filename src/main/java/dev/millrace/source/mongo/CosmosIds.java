package dev.millrace.source.mongo;

import dev.millrace.model.Namespace;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.cosmos.CosmosCollection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Knows in which collections of Cosmos DB two documents may have one `_id`. Asks once for each, and only when needed. */
final class CosmosIds {

    private final MongoConnection connection;
    private final Map<Namespace, Boolean> repeated = new ConcurrentHashMap<>();

    CosmosIds(MongoConnection connection) {
        this.connection = connection;
    }

    /** True also where the account does not say. */
    boolean mayRepeat(Namespace namespace) {
        return connection.isCosmos()
                && repeated.computeIfAbsent(
                        namespace,
                        name -> CosmosCollection.find(connection.client(), name)
                                .map(CosmosCollection::repeatsIds)
                                .orElse(true));
    }
}
