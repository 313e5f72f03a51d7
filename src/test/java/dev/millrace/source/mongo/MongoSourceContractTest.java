package dev.millrace.source.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.millrace.contract.DocumentSourceContract;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.source.DocumentSource;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract over index bounds, against the test server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoSourceContractTest extends DocumentSourceContract {

    private MongoDouble mongo = new MongoDouble();
    private final String database = "millrace_" + Long.toHexString(System.nanoTime());

    @BeforeAll
    void start() {
        mongo = startServer();
    }

    /** Subclasses start another kind of server. */
    MongoDouble startServer() {
        return MongoDouble.builder().start();
    }

    String uri() {
        return mongo.uri();
    }

    @AfterEach
    void dropDatabase() {
        try (MongoClient client = MongoClients.create(uri())) {
            client.getDatabase(database).drop();
        }
    }

    @AfterAll
    void stop() {
        mongo.close();
    }

    @Override
    protected DocumentSource sourceOf(Map<String, List<BsonDocument>> collections) {
        try (MongoClient client = MongoClients.create(uri())) {
            MongoDatabase stored = client.getDatabase(database);
            collections.forEach((name, documents) -> {
                if (documents.isEmpty()) {
                    stored.runCommand(new BsonDocument("create", new BsonString(name)));
                } else {
                    stored.getCollection(name, BsonDocument.class).insertMany(documents);
                }
            });
        }
        return new MongoSource(MongoConnection.open(uri(), MongoOptions.none()), ReadOptions.everything());
    }

    @Override
    protected String database() {
        return database;
    }
}
