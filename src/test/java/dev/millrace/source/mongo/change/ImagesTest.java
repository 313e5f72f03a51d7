package dev.millrace.source.mongo.change;

import static dev.millrace.source.mongo.change.Streams.QUICK;
import static dev.millrace.source.mongo.change.Streams.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.StreamStart;
import dev.millrace.source.ChangeReader;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What newer servers tell: documents before and after a change, arrays cut short, their own clock. */
class ImagesTest {

    private static final ChangeOptions REQUIRED =
            QUICK.withDocuments(FullDocument.REQUIRED, FullDocumentBeforeChange.REQUIRED);

    private MongoDouble mongo = new MongoDouble();
    private MongoClient client = MongoClients.create();

    @BeforeEach
    void start() {
        client.close();
        mongo = MongoDouble.builder().maxWireVersion(17).start();
        client = MongoClients.create(mongo.uri());
    }

    @AfterEach
    void stop() {
        client.close();
        mongo.close();
    }

    private MongoCollection<BsonDocument> orders() {
        return client.getDatabase("shop").getCollection("orders", BsonDocument.class);
    }

    private static BsonDocument json(String json) {
        return BsonDocument.parse(json);
    }

    @Test
    void tellsDocumentsAsTheyWereBeforeAndAfterEachChange() {
        mongo.create("shop.orders", json("{changeStreamPreAndPostImages: {enabled: true}}"));
        try (MongoChangeSource source = Streams.of(mongo.uri(), "shop.orders", REQUIRED);
                ChangeReader reader = source.open(new StreamStart.Now())) {
            orders().insertOne(json("{_id: 1, lines: [1, 2, 3]}"));
            orders().updateOne(json("{_id: 1}"), json("{$pop: {lines: 1}}"));
            orders().updateOne(json("{_id: 1}"), json("{$set: {n: 1}}"));
            orders().deleteOne(json("{_id: 1}"));

            List<ChangeEvent> events = take(reader, 4);

            ChangeEvent.Update first = (ChangeEvent.Update) events.get(1);
            assertThat(first.before()).isEqualTo(json("{_id: 1, lines: [1, 2, 3]}"));
            assertThat(first.document()).isEqualTo(json("{_id: 1, lines: [1, 2]}"));
            assertThat(first.description().getArray("truncatedArrays"))
                    .isEqualTo(BsonArray.parse("[{field: 'lines', newSize: 2}]"));
            assertThat(((ChangeEvent.Delete) events.get(3)).before()).isEqualTo(json("{_id: 1, lines: [1, 2], n: 1}"));
            assertThat(events)
                    .allSatisfy(event -> assertThat(event.header().wallTime())
                            .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(60_000L)));
        }
    }

    @Test
    void aRequiredDocumentThatTheServerDoesNotKeepIsAClearError() {
        mongo.create("shop.orders", new BsonDocument());
        try (MongoChangeSource source = Streams.of(mongo.uri(), "shop.orders", REQUIRED);
                ChangeReader reader = source.open(new StreamStart.Now())) {
            orders().insertOne(json("{_id: 1}"));
            orders().deleteOne(json("{_id: 1}"));

            MillraceException missing = catchThrowableOfType(MillraceException.class, () -> take(reader, 2));

            assertThat(missing.kind()).isEqualTo(FailureKind.DATA);
            assertThat(missing.hint()).contains("changeStreamPreAndPostImages");
        }
    }
}
