package dev.millrace.source.mongo.change;

import com.mongodb.MongoException;
import dev.millrace.mongo.MongoConnection;
import java.time.Duration;
import java.time.Instant;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** The clock of the server, which stamps its events with it. */
final class ServerClock {

    private final MongoConnection connection;

    ServerClock(MongoConnection connection) {
        this.connection = connection;
    }

    /** What the server's clock shows now. */
    Instant now() {
        return Instant.now().plus(ahead());
    }

    /** How far it is ahead of this machine's clock, to half of the time that a question takes; negative where behind. */
    Duration ahead() {
        Instant before = Instant.now();
        long start = System.nanoTime();
        BsonDocument hello = hello();
        Duration half = Duration.ofNanos((System.nanoTime() - start) / 2);
        Instant server = Instant.ofEpochMilli(hello.getDateTime("localTime").getValue());
        return Duration.between(before.plus(half), server);
    }

    /** What the server says of itself. */
    BsonDocument hello() {
        try {
            BsonDocument hello = connection
                    .client()
                    .getDatabase("admin")
                    .runCommand(new BsonDocument("isMaster", new BsonInt32(1)), BsonDocument.class);
            connection.errors().reached();
            return hello;
        } catch (MongoException e) {
            throw connection.errors().explain("connect to " + connection.description(), "admin", e);
        }
    }
}
