package dev.millrace.source.mongo.change;

import static dev.millrace.source.mongo.change.Streams.QUICK;
import static dev.millrace.source.mongo.change.Streams.ids;
import static dev.millrace.source.mongo.change.Streams.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import dev.millrace.doubles.mongo.CosmosAccount;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.StreamStart;
import dev.millrace.source.ChangeReader;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of Cosmos DB's change feed, and what its events, which do not say what was done, are told as. */
class CosmosChangeTest {

    private MongoDouble mongo = new MongoDouble();

    @BeforeEach
    void start() {
        mongo = MongoDouble.builder().cosmos(CosmosAccount.of(100_000)).start();
    }

    @AfterEach
    void stop() {
        mongo.close();
    }

    private MongoChangeSource source(String watched, ChangeOptions options) {
        return Streams.of(mongo.uri(), watched, options);
    }

    private BsonArray lastPipeline() {
        return mongo.recorded().commands("aggregate").getLast().body().getArray("pipeline");
    }

    private void insert(int id) {
        mongo.insert("shop.orders", new BsonDocument("_id", new BsonInt32(id)));
    }

    @Test
    void asksForTheOnlyFeedThereIsAndTellsDocumentsAsTheyAreNow() {
        try (MongoChangeSource source = source("shop.orders", QUICK);
                ChangeReader reader = source.open(new StreamStart.Now())) {
            insert(1);

            ChangeEvent event = take(reader, 1).getFirst();

            assertThat(event).isInstanceOfSatisfying(ChangeEvent.Replace.class, replace -> {
                assertThat(replace.document()).isEqualTo(BsonDocument.parse("{_id: 1}"));
                assertThat(replace.key()).isEqualTo(BsonDocument.parse("{_id: 1}"));
                assertThat(replace.header().clusterTime()).isNull();
                assertThat(replace.header().namespace()).isEqualTo("shop.orders");
            });
            BsonArray pipeline = lastPipeline();
            assertThat(pipeline.get(0).asDocument().getDocument("$changeStream"))
                    .containsEntry("fullDocument", new org.bson.BsonString("updateLookup"))
                    .containsKey("startAtOperationTime");
            assertThat(pipeline.subList(1, 3))
                    .isEqualTo(BsonArray.parse("[{$match: {operationType: {$in: ['insert', 'update', 'replace']}}},"
                            + " {$project: {_id: 1, fullDocument: 1, ns: 1, documentKey: 1}}]"));
        }
    }

    @Test
    void goesOnByResumeAfter() {
        try (MongoChangeSource source = source("shop.orders", QUICK)) {
            ChangeEvent first;
            try (ChangeReader reader = source.open(new StreamStart.Now())) {
                insert(1);
                first = take(reader, 1).getFirst();
            }
            insert(2);

            try (ChangeReader again =
                    source.open(new StreamStart.After(first.header().point()))) {
                assertThat(ids(take(again, 1))).containsExactly(2);
            }
            assertThat(lastPipeline().get(0).asDocument().getDocument("$changeStream"))
                    .containsKey("resumeAfter")
                    .doesNotContainKey("startAfter");
        }
    }

    @Test
    void addsTheUsersConditionsToItsOwn() {
        ChangeOptions paid =
                QUICK.withPipeline(List.of(BsonDocument.parse("{$match: {'fullDocument._id': {$gt: 1}}}")));
        try (MongoChangeSource source = source("shop.orders", paid);
                ChangeReader reader = source.open(new StreamStart.Now())) {
            insert(1);
            insert(2);

            assertThat(ids(take(reader, 1))).containsExactly(2);
            assertThat(lastPipeline()).hasSize(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"shop, {$match: {}}", "shop.orders, '{$project: {fullDocument: 0}}'"})
    void refusesWhatTheFeedCannotDo(String watched, String stage) {
        ChangeOptions options = QUICK.withPipeline(List.of(BsonDocument.parse(stage)));

        MillraceException refusal = catchThrowableOfType(
                MillraceException.class, () -> source(watched, options).close());

        assertThat(refusal.kind()).isEqualTo(FailureKind.USAGE);
        assertThat(refusal.problem()).contains("Cosmos DB");
    }

    @Test
    void refusesDocumentsFromBeforeAChange() {
        ChangeOptions before = QUICK.withDocuments(FullDocument.UPDATE_LOOKUP, FullDocumentBeforeChange.REQUIRED);

        MillraceException refusal = catchThrowableOfType(
                MillraceException.class, () -> source("shop.orders", before).close());

        assertThat(refusal.kind()).isEqualTo(FailureKind.USAGE);
    }

    private MillraceException refusal(String watched, ChangeOptions options) {
        return catchThrowableOfType(MillraceException.class, () -> {
            try (MongoChangeSource source = source(watched, options)) {
                source.open(new StreamStart.Now()).close();
            }
        });
    }
}
