package dev.millrace.state.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.millrace.contract.LeasedResumeStoreContract;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.state.ResumeStore;
import java.time.Duration;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The same against a real replica set, so that the double is never what makes it pass. */
@EnabledIfEnvironmentVariable(named = "MILLRACE_TEST_MONGODB_URI", matches = ".+")
class RealMongoResumeStoreTest extends LeasedResumeStoreContract {

    private static final String DATABASE =
            "millrace_" + UUID.randomUUID().toString().substring(0, 8);

    private static String uri() {
        return System.getenv("MILLRACE_TEST_MONGODB_URI");
    }

    @AfterAll
    static void dropDatabase() {
        try (MongoClient client = MongoClients.create(uri())) {
            client.getDatabase(DATABASE).drop();
        }
    }

    @Override
    protected ResumeStore open(Duration lease) {
        String named = uri().replaceFirst("(//[^/?]+)/?[^?]*", "$1/" + DATABASE + ".streams");
        return MongoResumeStore.open(named, MongoOptions.none(), "host/1", lease, Duration.ofSeconds(10));
    }

    @Override
    protected void lose(String name) {
        try (MongoClient client = MongoClients.create(uri())) {
            client.getDatabase(DATABASE)
                    .getCollection("streams")
                    .deleteOne(new BsonDocument("_id", new BsonString(name)));
        }
    }
}
