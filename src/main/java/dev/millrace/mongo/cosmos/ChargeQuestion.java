package dev.millrace.mongo.cosmos;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.client.MongoClient;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** Asks what the last request of a connection has cost: the command `getLastRequestStatistics`. */
final class ChargeQuestion {

    private static final BsonDocument COMMAND = new BsonDocument("getLastRequestStatistics", new BsonInt32(1));
    private static final int COMMAND_NOT_FOUND = 59;

    private final Supplier<MongoClient> client;
    private volatile boolean unknown;

    ChargeQuestion(Supplier<MongoClient> client) {
        this.client = client;
    }

    /**
     * An answer.
     *
     * @param command the request's name
     * @param units   its charge
     */
    record Charge(String command, double units) {}

    /** Empty where the server does not say; that is no reason to fail. */
    Optional<Charge> ask(String database) {
        if (unknown) {
            return Optional.empty();
        }
        try {
            BsonDocument answer = client.get().getDatabase(database).runCommand(COMMAND, BsonDocument.class);
            return answer.isNumber("RequestCharge") && answer.isString("CommandName")
                    ? Optional.of(new Charge(
                            answer.getString("CommandName").getValue(),
                            answer.getNumber("RequestCharge").doubleValue()))
                    : Optional.empty();
        } catch (MongoInterruptedException e) {
            throw e;
        } catch (MongoException e) {
            unknown |= e instanceof MongoCommandException refused && refused.getErrorCode() == COMMAND_NOT_FOUND;
            return Optional.empty();
        }
    }
}
