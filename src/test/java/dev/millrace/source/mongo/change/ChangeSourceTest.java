package dev.millrace.source.mongo.change;

import static dev.millrace.source.mongo.change.Streams.QUICK;
import static dev.millrace.source.mongo.change.Streams.ids;
import static dev.millrace.source.mongo.change.Streams.operations;
import static dev.millrace.source.mongo.change.Streams.place;
import static dev.millrace.source.mongo.change.Streams.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoNamespace;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.StreamStart;
import dev.millrace.source.ChangeReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What change streams tell and where they go on, read through the real driver. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangeSourceTest {

    private MongoDouble mongo = new MongoDouble();
    private String name = "";
    private MongoClient client = MongoClients.create();
    private MongoDatabase database = client.getDatabase("none");
    private MongoCollection<BsonDocument> orders = database.getCollection("none", BsonDocument.class);

    String uri() {
        return mongo.uri();
    }

    @BeforeAll
    void start() {
        client.close();
        mongo = new MongoDouble().start();
        client = MongoClients.create(uri());
    }

    @BeforeEach
    void makeCollection() {
        name = "millrace_" + Long.toHexString(System.nanoTime());
        database = client.getDatabase(name);
        database.createCollection("orders");
        orders = database.getCollection("orders", BsonDocument.class);
    }

    @AfterEach
    void dropDatabase() {
        database.drop();
    }

    @AfterAll
    void stop() {
        client.close();
        mongo.close();
    }

    private MongoChangeSource source() {
        return Streams.of(uri(), name + ".orders");
    }

    private static BsonDocument json(String json) {
        return BsonDocument.parse(json);
    }

    private void writeEveryKind() {
        orders.insertOne(json("{_id: 1, state: 'new', lines: [1, 2], customer: {name: 'Ada', city: 'Lisboa'}}"));
        orders.updateOne(json("{_id: 1}"), json("{$set: {state: 'paid', 'customer.city': 'Recife'}}"));
        orders.updateOne(json("{_id: 1}"), json("{$unset: {'customer.name': ''}, $push: {lines: 3}}"));
        orders.replaceOne(json("{_id: 1}"), json("{_id: 1, state: 'gone'}"));
        orders.replaceOne(json("{_id: 2}"), json("{_id: 2, state: 'new'}"), new ReplaceOptions().upsert(true));
        orders.deleteOne(json("{_id: 1}"));
    }

    @Test
    void tellsEveryKindOfChangeOfADocument() {
        try (MongoChangeSource source = source();
                ChangeReader reader = source.open(new StreamStart.Now())) {
            writeEveryKind();

            List<ChangeEvent> events = take(reader, 6);

            assertThat(operations(events)).containsExactly("insert", "update", "update", "replace", "insert", "delete");
            assertThat(ids(events)).containsExactly(1, 1, 1, 1, 2, 1);
            ChangeEvent.Insert insert = (ChangeEvent.Insert) events.get(0);
            assertThat(insert.document().getDocument("customer")).isEqualTo(json("{name: 'Ada', city: 'Lisboa'}"));
            assertThat(insert.header().namespace()).isEqualTo(name + ".orders");
            assertThat(insert.header().clusterTime()).isNotNull();
            assertThat(insert.header().transaction()).isNull();
            ChangeEvent.Update update = (ChangeEvent.Update) events.get(1);
            assertThat(update.document()).isNull();
            assertThat(update.description().getDocument("updatedFields"))
                    .isEqualTo(json("{state: 'paid', 'customer.city': 'Recife'}"));
            ChangeEvent.Update second = (ChangeEvent.Update) events.get(2);
            assertThat(second.description().getArray("removedFields")).containsExactly(new BsonString("customer.name"));
            assertThat(second.description().getDocument("updatedFields")).isEqualTo(json("{'lines.2': 3}"));
            ChangeEvent.Replace replace = (ChangeEvent.Replace) events.get(3);
            assertThat(replace.document()).isEqualTo(json("{_id: 1, state: 'gone'}"));
            assertThat(((ChangeEvent.Delete) events.get(5)).before()).isNull();
        }
    }

    @Test
    void looksUpTheDocumentOfAnUpdateAsItIsThen() {
        ChangeOptions lookingUp = QUICK.withDocuments(FullDocument.UPDATE_LOOKUP, FullDocumentBeforeChange.DEFAULT);
        try (MongoChangeSource source = Streams.of(uri(), name + ".orders", lookingUp);
                ChangeReader reader = source.open(new StreamStart.Now())) {
            orders.insertMany(List.of(json("{_id: 1, n: 0}"), json("{_id: 2, n: 0}")));
            orders.updateOne(json("{_id: 1}"), json("{$set: {n: 1}}"));
            orders.updateOne(json("{_id: 2}"), json("{$set: {n: 1}}"));
            orders.deleteOne(json("{_id: 2}"));

            List<ChangeEvent> events = take(reader, 5);

            assertThat(((ChangeEvent.Update) events.get(2)).document()).isEqualTo(json("{_id: 1, n: 1}"));
            assertThat(((ChangeEvent.Update) events.get(3)).document())
                    .as("the document is gone by then")
                    .isNull();
        }
    }

    @Test
    void namesTheTransactionOfItsEvents() {
        try (MongoChangeSource source = source();
                ChangeReader reader = source.open(new StreamStart.Now());
                ClientSession session = client.startSession()) {
            session.startTransaction();
            orders.insertOne(session, json("{_id: 10}"));
            orders.insertOne(session, json("{_id: 11}"));
            orders.updateOne(session, json("{_id: 10}"), json("{$set: {done: true}}"));
            session.commitTransaction();
            session.startTransaction();
            orders.insertOne(session, json("{_id: 12}"));
            session.abortTransaction();
            orders.insertOne(json("{_id: 13}"));

            List<ChangeEvent> events = take(reader, 4);

            assertThat(ids(events)).containsExactly(10, 11, 10, 13);
            assertThat(events.subList(0, 3))
                    .extracting(event -> event.header().transaction())
                    .allSatisfy(transaction -> assertThat(transaction).containsKeys("lsid", "txnNumber"))
                    .containsOnly(events.getFirst().header().transaction());
            assertThat(events.subList(0, 3))
                    .extracting(event -> event.header().clusterTime())
                    .containsOnly(events.getFirst().header().clusterTime());
            assertThat(events)
                    .extracting(event -> event.header().point().text())
                    .doesNotHaveDuplicates();
            assertThat(events.getLast().header().transaction()).isNull();
        }
    }

    @Test
    void goesOnBehindEveryEvent() {
        try (MongoChangeSource source = source();
                ChangeReader reader = source.open(new StreamStart.Now());
                ClientSession session = client.startSession()) {
            writeEveryKind();
            session.startTransaction();
            orders.insertOne(session, json("{_id: 10}"));
            orders.insertOne(session, json("{_id: 11}"));
            session.commitTransaction();
            List<ChangeEvent> events = take(reader, 8);

            for (int seen = 1; seen < events.size(); seen++) {
                ResumePoint last = events.get(seen - 1).header().point();
                try (ChangeReader again = source.open(new StreamStart.After(last))) {
                    assertThat(take(again, events.size() - seen))
                            .extracting(event -> event.header().raw())
                            .isEqualTo(events.subList(seen, events.size()).stream()
                                    .map(event -> event.header().raw())
                                    .toList());
                }
            }
        }
    }

    @Test
    void standsBehindTheLastEventItGaveWhateverTheBatchHolds() {
        try (MongoChangeSource source = source();
                ChangeReader reader = source.open(new StreamStart.Now())) {
            writeEveryKind();

            for (ChangeEvent event :
                    List.of(take(reader, 1).getFirst(), take(reader, 1).getFirst())) {
                assertThat(event.header().point()).isNotNull();
            }
            ResumePoint second = reader.position().orElseThrow();

            try (ChangeReader again = source.open(new StreamStart.After(second))) {
                assertThat(operations(take(again, 4))).containsExactly("update", "replace", "insert", "delete");
            }
        }
    }

    @Test
    void movesOnWhileOnlyOthersAreWritten() {
        try (MongoChangeSource source = source();
                ChangeReader reader = source.open(new StreamStart.Now())) {
            String before = place(reader).text();
            database.getCollection("others", BsonDocument.class).insertOne(json("{_id: 1}"));

            dev.millrace.doubles.Eventually.until("the idle stream's place moves on", () -> {
                assertThat(reader.next()).isEmpty();
                return reader.position().orElseThrow().text().compareTo(before) > 0;
            });

            orders.insertOne(json("{_id: 1}"));
            try (ChangeReader again =
                    source.open(new StreamStart.After(reader.position().orElseThrow()))) {
                assertThat(ids(take(again, 1))).containsExactly(1);
            }
        }
    }

    @Test
    void beginsAtATimeOfTheCluster() {
        try (MongoChangeSource source = source();
                ChangeReader reader = source.open(new StreamStart.Now())) {
            writeEveryKind();
            ChangeEvent third = take(reader, 3).getLast();

            try (ChangeReader later =
                    source.open(new StreamStart.At(third.header().clusterTime()))) {
                assertThat(take(later, 4).getFirst().header().raw())
                        .isEqualTo(third.header().raw());
            }
        }
    }

    @Test
    void endsWithTheCollectionAndGoesOnWithItsSuccessor() {
        try (MongoChangeSource source = source();
                ChangeReader reader = source.open(new StreamStart.Now())) {
            orders.insertOne(json("{_id: 1}"));
            orders.drop();
            List<ChangeEvent> events = take(reader, 3);
            assertThat(operations(events)).containsExactly("insert", "drop", "invalidate");
            ChangeEvent invalidate = events.getLast();
            assertThat(invalidate).isInstanceOf(ChangeEvent.Invalidate.class);
            assertThat(invalidate.header().namespace()).isEmpty();
            assertThat(catchThrowableOfType(MillraceException.class, reader::next)
                            .kind())
                    .isEqualTo(FailureKind.TRANSIENT);
            database.getCollection("orders", BsonDocument.class).insertOne(json("{_id: 2}"));

            try (ChangeReader again =
                    source.open(new StreamStart.After(invalidate.header().point()))) {
                assertThat(ids(take(again, 1))).containsExactly(2);
            }
            try (ChangeReader behindDrop =
                    source.open(new StreamStart.After(events.get(1).header().point()))) {
                assertThat(operations(take(behindDrop, 1))).containsExactly("invalidate");
            }
        }
    }

    @Test
    void tellsWhereACollectionWasRenamedTo() {
        try (MongoChangeSource source = source();
                ChangeReader reader = source.open(new StreamStart.Now())) {
            orders.insertOne(json("{_id: 1}"));
            orders.renameCollection(new MongoNamespace(name, "archive"));

            List<ChangeEvent> events = take(reader, 3);

            assertThat(operations(events)).containsExactly("insert", "rename", "invalidate");
            assertThat(((ChangeEvent.Rename) events.get(1)).to()).isEqualTo(new Namespace(name, "archive"));
        }
    }

    @Test
    void aDatabaseIsWatchedWithAllItsCollectionsAndWithoutWhatTheServerKeepsThere() {
        try (MongoChangeSource source = Streams.of(uri(), name);
                ChangeReader reader = source.open(new StreamStart.Now())) {
            orders.insertOne(json("{_id: 1}"));
            database.getCollection("system.js", BsonDocument.class)
                    .insertOne(new BsonDocument("_id", new BsonString("f")).append("value", new BsonInt32(1)));
            database.createView("paid", "orders", List.of(json("{$match: {state: 'paid'}}")));
            client.getDatabase(name + "_other").getCollection("orders").insertOne(new org.bson.Document("_id", 9));
            database.getCollection("lines", BsonDocument.class).insertOne(json("{_id: 2}"));
            database.getCollection("lines").drop();
            orders.insertOne(json("{_id: 3}"));

            List<ChangeEvent> events = take(reader, 4);

            assertThat(operations(events)).containsExactly("insert", "insert", "drop", "insert");
            assertThat(events)
                    .extracting(event -> event.header().namespace())
                    .containsExactly(name + ".orders", name + ".lines", name + ".lines", name + ".orders");
            database.drop();
            List<ChangeEvent> last = take(reader, events.isEmpty() ? 0 : 3);
            assertThat(last.getLast()).isInstanceOf(ChangeEvent.Invalidate.class);
            assertThat(operations(last)).contains("drop", "dropDatabase");
        } finally {
            client.getDatabase(name + "_other").drop();
        }
    }

    @Test
    void aDeploymentIsWatchedWithAllItsDatabases() {
        MongoDatabase other = client.getDatabase(name + "_other");
        List<BsonDocument> ofThisTest =
                List.of(json("{$match: {'ns.db': {$in: ['" + name + "', '" + name + "_other']}}}"));
        try (MongoChangeSource source = Streams.of(uri(), "", QUICK.withPipeline(ofThisTest));
                ChangeReader reader = source.open(new StreamStart.Now())) {
            orders.insertOne(json("{_id: 1}"));
            other.getCollection("stock", BsonDocument.class).insertOne(json("{_id: 2}"));
            other.drop();
            orders.insertOne(json("{_id: 3}"));

            List<ChangeEvent> events = take(reader, 5);

            assertThat(operations(events)).containsExactly("insert", "insert", "drop", "dropDatabase", "insert");
            assertThat(events.get(3).header().namespace()).isEqualTo(name + "_other");
        }
    }

    @Test
    void leavesOutWhatThePipelineLeavesOut() {
        List<BsonDocument> pipeline = List.of(
                json("{$match: {operationType: 'insert', 'fullDocument.state': {$ne: 'secret'}}}"),
                json("{$project: {'fullDocument.card': 0}}"));
        try (MongoChangeSource source = Streams.of(uri(), name + ".orders", QUICK.withPipeline(pipeline));
                ChangeReader reader = source.open(new StreamStart.Now())) {
            orders.insertOne(json("{_id: 1, state: 'new', card: '4111'}"));
            orders.insertOne(json("{_id: 2, state: 'secret'}"));
            orders.deleteOne(json("{_id: 1}"));
            orders.insertOne(json("{_id: 3}"));

            List<ChangeEvent> events = take(reader, 2);

            assertThat(ids(events)).containsExactly(1, 3);
            assertThat(((ChangeEvent.Insert) events.getFirst()).document()).isEqualTo(json("{_id: 1, state: 'new'}"));
        }
    }

    @Test
    void refusesATokenThatIsNone() {
        try (MongoChangeSource source = source()) {
            for (String none : List.of("8200", "not a token", "zz")) {
                ResumePoint point = new ResumePoint(new BsonDocument("_data", new BsonString(none)));

                MillraceException refusal = catchThrowableOfType(MillraceException.class, () -> {
                    try (ChangeReader reader = source.open(new StreamStart.After(point))) {
                        reader.next();
                    }
                });

                assertThat(refusal.kind()).as(none + ": " + refusal.problem()).isEqualTo(FailureKind.USAGE);
                assertThat(refusal.hint()).contains("token");
            }
        }
    }

    @Test
    void closingEndsAReadThatWaits() throws Exception {
        try (MongoChangeSource source =
                        Streams.of(uri(), name + ".orders", QUICK.withMaxAwait(Duration.ofMillis(500)));
                ChangeReader reader = source.open(new StreamStart.Now())) {
            CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> {
                boolean empty = true;
                for (int i = 0; i < 5; i++) {
                    empty &= reader.next().isEmpty();
                }
                return empty;
            });

            reader.close();

            assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void knowsTheServersClock() {
        try (MongoChangeSource source = source()) {
            assertThat(source.clockAhead().abs()).isLessThan(Duration.ofMinutes(5));
        }
    }
}
