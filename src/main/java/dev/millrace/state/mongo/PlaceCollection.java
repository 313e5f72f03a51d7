package dev.millrace.state.mongo;

import com.mongodb.MongoException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoUri;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/**
 * The collection that holds the places, as its users need it: majority writes, majority reads from the primary, an end to
 * all waiting.
 */
final class PlaceCollection implements AutoCloseable {

    private static final String USUAL_NAME = "millrace_streams";

    private final MongoConnection connection;
    private final String databaseName;
    private final String name;
    private final MongoDatabase database;
    private final MongoCollection<BsonDocument> collection;

    /** @param uri names the database, and after a dot the collection where it is not the usual one */
    PlaceCollection(MongoConnection connection, MongoUri uri, Duration timeout) {
        this.connection = connection;
        String named = uri.driver().getDatabase();
        if (named == null || named.isEmpty()) {
            throw MillraceException.usage(
                    "the URI of the resume store names no database",
                    "write mongodb://HOST/DATABASE, or mongodb://HOST/DATABASE.COLLECTION");
        }
        databaseName = named;
        String wanted = uri.driver().getCollection();
        name = wanted == null || wanted.isEmpty() ? USUAL_NAME : wanted;
        database = connection
                .client()
                .getDatabase(named)
                .withTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .withReadPreference(ReadPreference.primary())
                // Cosmos DB (RU) maps concerns to a consistency of the account, and may refuse one above it.
                .withReadConcern(connection.isCosmos() ? ReadConcern.DEFAULT : ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY);
        collection = database.getCollection(name, BsonDocument.class);
    }

    /** Without secrets. */
    String description() {
        return connection.description() + ", collection " + name;
    }

    /**
     * What the primary's clock showed when it answered; never later than it shows now, so that nobody takes a lease for
     * over which is not.
     *
     * @return milliseconds since 1970
     */
    long serverTime() {
        return ask(
                "ask for the server's time",
                _ -> database.runCommand(
                                new BsonDocument("isMaster", new BsonInt32(1)),
                                ReadPreference.primary(),
                                BsonDocument.class)
                        .getDateTime("localTime")
                        .getValue());
    }

    /**
     * @param attempt what is tried, as a verb phrase
     * @param request may be refused by {@link MongoException}s, which are explained; duplicate keys are for the caller
     */
    <T> T ask(String attempt, Function<MongoCollection<BsonDocument>, T> request) {
        try {
            T answer = request.apply(collection);
            connection.errors().reached();
            return answer;
        } catch (MongoWriteConcernException e) {
            throw new MillraceException(
                    FailureKind.TRANSIENT,
                    "cannot " + attempt + ": the write is not on a majority of the servers yet",
                    "see that most members of the replica set are up",
                    e);
        } catch (MongoException e) {
            throw connection.errors().explainWrite(attempt, databaseName, e);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
