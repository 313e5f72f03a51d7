package dev.millrace.sink.mongo;

import dev.millrace.contract.SinkContract;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.sink.Sink;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;

/** The sink's contract, on the double. */
class MongoSinkContractTest extends SinkContract {

    private final MongoDouble mongo = new MongoDouble().start();

    @AfterEach
    void stop() {
        mongo.close();
    }

    @Override
    protected Sink sink() {
        return new MongoSink(
                MongoConnection.open(mongo.uri(), MongoOptions.none()), WriteOptions.standard(), new KeptRejects());
    }

    @Override
    protected List<BsonDocument> written() {
        return mongo.documents("shop.orders");
    }
}
