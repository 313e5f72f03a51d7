package dev.millrace.source.mongo.change;

import static dev.millrace.source.mongo.change.Streams.QUICK;
import static dev.millrace.source.mongo.change.Streams.ids;
import static dev.millrace.source.mongo.change.Streams.operations;
import static dev.millrace.source.mongo.change.Streams.take;
import static dev.millrace.source.mongo.change.Streams.takeWhateverHappens;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.StreamStart;
import dev.millrace.source.ChangeReader;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that are larger than a server can send are neither lost nor the end of the stream. */
class LargeEventTest {

    private static final int OLD = 9;
    private static final int WITH_IMAGES = 17;
    private static final int WITH_SPLIT = 21;
    private static final int NINE_MEGABYTES = 9_000_000;
    private static final ChangeOptions LOOKING_UP =
            QUICK.withDocuments(FullDocument.UPDATE_LOOKUP, FullDocumentBeforeChange.DEFAULT);
    private static final ChangeOptions WITH_BEFORE =
            QUICK.withDocuments(FullDocument.DEFAULT, FullDocumentBeforeChange.WHEN_AVAILABLE);

    private static MongoDouble server(int wireVersion) {
        MongoDouble mongo = MongoDouble.builder().maxWireVersion(wireVersion).start();
        return mongo.create("shop.orders", BsonDocument.parse("{changeStreamPreAndPostImages: {enabled: true}}"));
    }

    private static BsonDocument large(int id, String letter) {
        return new BsonDocument("_id", new BsonInt32(id)).append("text", new BsonString(letter.repeat(NINE_MEGABYTES)));
    }

    private static BsonDocument small(int id) {
        return new BsonDocument("_id", new BsonInt32(id)).append("n", new BsonInt32(0));
    }

    /** Small changes, then one whose event has 18 MB, then small ones again. */
    private static void writeAroundALargeUpdate(MongoDouble mongo) {
        try (MongoClient client = MongoClients.create(mongo.uri())) {
            MongoCollection<BsonDocument> orders =
                    client.getDatabase("shop").getCollection("orders", BsonDocument.class);
            orders.insertOne(small(1));
            orders.insertOne(small(2));
            orders.updateOne(small(1), BsonDocument.parse("{$set: {n: 1}}"));
            orders.updateOne(
                    new BsonDocument("_id", new BsonInt32(2)),
                    new BsonDocument(
                            "$set", new BsonDocument("text", large(2, "y").get("text"))));
            orders.updateOne(new BsonDocument("_id", new BsonInt32(1)), BsonDocument.parse("{$set: {n: 2}}"));
            orders.insertOne(small(3));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 100})
    void anUpdateThatIsTooLargeComesWithoutItsDocumentAndAllOthersWithTheirs(int batchSize) {
        try (MongoDouble mongo = server(OLD);
                MongoChangeSource source = Streams.of(mongo.uri(), "shop.orders", LOOKING_UP.withBatchSize(batchSize));
                ChangeReader reader = source.open(new StreamStart.Now())) {
            writeAroundALargeUpdate(mongo);

            List<ChangeEvent> events = take(reader, 6);

            assertThat(operations(events)).containsExactly("insert", "insert", "update", "update", "update", "insert");
            assertThat(ids(events)).containsExactly(1, 2, 1, 2, 1, 3);
            assertThat(((ChangeEvent.Update) events.get(2)).document()).isNotNull();
            ChangeEvent.Update large = (ChangeEvent.Update) events.get(3);
            assertThat(large.document()).isNull();
            assertThat(large.description()
                            .getDocument("updatedFields")
                            .getString("text")
                            .getValue())
                    .hasSize(NINE_MEGABYTES);
            assertThat(((ChangeEvent.Update) events.get(4)).document()).isEqualTo(BsonDocument.parse("{_id: 1, n: 2}"));
        }
    }

    @Test
    void aStreamCanBeginWithAnEventThatIsTooLarge() {
        try (MongoDouble mongo = server(OLD);
                MongoChangeSource source = Streams.of(mongo.uri(), "shop.orders", LOOKING_UP)) {
            ResumePoint third;
            try (ChangeReader reader = source.open(new StreamStart.Now())) {
                writeAroundALargeUpdate(mongo);
                third = take(reader, 3).getLast().header().point();
            }

            try (ChangeReader again = source.open(new StreamStart.After(third))) {
                assertThat(ids(take(again, 3))).containsExactly(2, 1, 3);
            }
        }
    }

    @Test
    void thePipelineChoosesTheSameEventsWhenTheyComeWithoutTheirDocuments() {
        List<BsonDocument> ofTwo = List.of(BsonDocument.parse("{$match: {'fullDocument._id': 2}}"));
        try (MongoDouble mongo = server(OLD);
                MongoChangeSource source = Streams.of(mongo.uri(), "shop.orders", LOOKING_UP.withPipeline(ofTwo));
                ChangeReader reader = source.open(new StreamStart.Now())) {
            writeAroundALargeUpdate(mongo);
            mongo.insert("shop.orders", small(4));

            List<ChangeEvent> events = take(reader, 2);

            assertThat(operations(events)).containsExactly("insert", "update");
            assertThat(ids(events)).containsExactly(2, 2);
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void aReplacementThatIsTooLargeLosesTheDocumentBeforeRatherThanTheNewOne() {
        try (MongoDouble mongo = server(WITH_IMAGES);
                MongoClient client = MongoClients.create(mongo.uri());
                MongoChangeSource source = Streams.of(mongo.uri(), "shop.orders", WITH_BEFORE);
                ChangeReader reader = source.open(new StreamStart.Now())) {
            MongoCollection<BsonDocument> orders =
                    client.getDatabase("shop").getCollection("orders", BsonDocument.class);
            orders.insertOne(large(1, "a"));
            orders.replaceOne(new BsonDocument("_id", new BsonInt32(1)), large(1, "b"));
            orders.deleteOne(new BsonDocument("_id", new BsonInt32(1)));

            List<ChangeEvent> events = take(reader, 3);

            ChangeEvent.Replace replace = (ChangeEvent.Replace) events.get(1);
            assertThat(replace.before()).isNull();
            assertThat(replace.document().getString("text").getValue()).startsWith("bb");
            assertThat(((ChangeEvent.Delete) events.get(2)).before()).isNotNull();
        }
    }

    @Test
    void aServerThatSplitsLargeEventsLosesNothingOfThem() {
        try (MongoDouble mongo = server(WITH_SPLIT);
                MongoClient client = MongoClients.create(mongo.uri());
                MongoChangeSource source = Streams.of(mongo.uri(), "shop.orders", WITH_BEFORE);
                ChangeReader reader = source.open(new StreamStart.Now())) {
            MongoCollection<BsonDocument> orders =
                    client.getDatabase("shop").getCollection("orders", BsonDocument.class);
            orders.insertOne(large(1, "a"));
            orders.replaceOne(new BsonDocument("_id", new BsonInt32(1)), large(1, "b"));
            orders.insertOne(small(2));

            List<ChangeEvent> events = take(reader, 3);

            ChangeEvent.Replace replace = (ChangeEvent.Replace) events.get(1);
            assertThat(replace.before()).isEqualTo(large(1, "a"));
            assertThat(replace.document()).isEqualTo(large(1, "b"));
            assertThat(replace.header().raw()).doesNotContainKey("splitEvent");
            try (ChangeReader again =
                    source.open(new StreamStart.After(replace.header().point()))) {
                assertThat(ids(take(again, 1))).containsExactly(2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aSplitEventIsWholeThoughTheConnectionIsLostBetweenItsParts(int nth) {
        try (MongoDouble mongo = server(WITH_SPLIT);
                MongoClient client = MongoClients.create(mongo.uri());
                MongoChangeSource source = Streams.of(mongo.uri(), "shop.orders", WITH_BEFORE.withBatchSize(1))) {
            ResumePoint before;
            try (ChangeReader reader = source.open(new StreamStart.Now())) {
                before = Streams.place(reader);
            }
            MongoCollection<BsonDocument> orders =
                    client.getDatabase("shop").getCollection("orders", BsonDocument.class);
            orders.insertOne(large(1, "a"));
            orders.replaceOne(new BsonDocument("_id", new BsonInt32(1)), large(1, "b"));
            orders.insertOne(small(2));
            mongo.faults().on("getMore").nth(nth).closeInReply();

            List<ChangeEvent> events = takeWhateverHappens(source, before, 3);

            assertThat(operations(events)).containsExactly("insert", "replace", "insert");
            assertThat(((ChangeEvent.Replace) events.get(1)).before()).isEqualTo(large(1, "a"));
        }
    }

    @Test
    void aServerThatDoesNotKnowTheSplitStageIsReadWithoutIt() {
        try (MongoDouble mongo = server(WITH_SPLIT);
                MongoChangeSource source = Streams.of(mongo.uri(), "shop.orders")) {
            mongo.faults()
                    .on("aggregate")
                    .answer(40324, "Location40324", "Unrecognized pipeline stage name: '$changeStreamSplitLargeEvent'");

            try (ChangeReader reader = source.open(new StreamStart.Now())) {
                mongo.insert("shop.orders", small(1));

                assertThat(ids(take(reader, 1))).containsExactly(1);
            }
        }
    }

    @Test
    void aDocumentOfSixteenMegabytesComesWhole() {
        BsonDocument largest = new BsonDocument("_id", new BsonInt32(1));
        int room = 16 * 1024 * 1024
                - new RawBsonDocument(largest, new org.bson.codecs.BsonDocumentCodec())
                        .getByteBuffer()
                        .remaining();
        largest.append("text", new BsonString("z".repeat(room - 11)));
        try (MongoDouble mongo = server(OLD);
                MongoClient client = MongoClients.create(mongo.uri());
                MongoChangeSource source = Streams.of(mongo.uri(), "shop.orders");
                ChangeReader reader = source.open(new StreamStart.Now())) {
            client.getDatabase("shop")
                    .getCollection("orders", BsonDocument.class)
                    .insertOne(largest);

            ChangeEvent.Insert insert = (ChangeEvent.Insert) take(reader, 1).getFirst();

            assertThat(insert.document()).isEqualTo(largest);
        }
    }
}
