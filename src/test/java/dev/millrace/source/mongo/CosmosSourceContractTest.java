package dev.millrace.source.mongo;

import dev.millrace.doubles.mongo.CosmosAccount;
import dev.millrace.doubles.mongo.MongoDouble;

/** The contract against an account of Cosmos DB: no index bounds, no splitVector, batches of 4 MB. */
class CosmosSourceContractTest extends MongoSourceContractTest {

    private static final double PLENTY = 1e9;

    @Override
    MongoDouble startServer() {
        return MongoDouble.builder().cosmos(CosmosAccount.of(PLENTY)).start();
    }
}
