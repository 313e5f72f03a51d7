package dev.millrace.doubles.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A server that the same tests run against: the double, and a real replica set where MILLRACE_TEST_MONGODB_URI names
 * one. Each has a database of its own, dropped at the end.
 */
final class ServerUnderTest implements AutoCloseable {
    private final String name;
    private final @Nullable MongoDouble started;
    final MongoClient client;
    final MongoDatabase database;

    private ServerUnderTest(String name, String uri, @Nullable MongoDouble started) {
        this.name = name;
        this.started = started;
        this.client = MongoClients.create(uri);
        this.database =
                client.getDatabase("millrace_" + UUID.randomUUID().toString().substring(0, 8));
    }

    static Stream<ServerUnderTest> all() {
        MongoDouble mongo = new MongoDouble().start();
        ServerUnderTest imitated = new ServerUnderTest("the double", mongo.uri(), mongo);
        @Nullable String real = System.getenv("MILLRACE_TEST_MONGODB_URI");
        return real == null
                ? Stream.of(imitated)
                : Stream.of(imitated, new ServerUnderTest("a real server", real, null));
    }

    MongoCollection<BsonDocument> collection(String collection) {
        return database.getCollection(collection, BsonDocument.class);
    }

    BsonDocument run(String command) {
        return database.runCommand(BsonDocument.parse(command), BsonDocument.class);
    }

    @Override
    public void close() {
        database.drop();
        client.close();
        if (started != null) {
            started.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
