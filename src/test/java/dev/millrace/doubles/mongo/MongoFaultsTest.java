package dev.millrace.doubles.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoQueryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the driver makes of each fault. */
class MongoFaultsTest {
    private final MongoDouble mongo = new MongoDouble();

    @BeforeEach
    void startWithAHundredDocuments() {
        mongo.start();
        mongo.insert(
                "shop.orders",
                IntStream.range(0, 100)
                        .mapToObj(i -> new BsonDocument("_id", new BsonInt32(i)))
                        .toArray(BsonDocument[]::new));
    }

    @AfterEach
    void stop() {
        mongo.close();
    }

    private List<BsonDocument> scan(String uri) {
        try (MongoClient client = MongoClients.create(uri)) {
            return orders(client).find().batchSize(20).into(new ArrayList<>());
        }
    }

    private static MongoCollection<BsonDocument> orders(MongoClient client) {
        return client.getDatabase("shop").getCollection("orders", BsonDocument.class);
    }

    @Test
    void aConnectionThatClosesBeforeGetMoreEndsTheScan() {
        Fault fault = mongo.faults().on("getMore").nth(2).closeBeforeRunning();

        assertThatThrownBy(() -> scan(mongo.uri())).isInstanceOf(MongoSocketException.class);

        assertThat(fault.fired()).isEqualTo(1);
        assertThat(mongo.recorded().count("getMore")).isEqualTo(2);
    }

    @Test
    void aReplyCutInTheMiddleEndsTheScan() {
        mongo.faults().on("getMore").nth(2).closeInReply();

        assertThatThrownBy(() -> scan(mongo.uri())).isInstanceOf(MongoSocketException.class);
    }

    @Test
    void theDriverFindsAgainAfterOneBrokenConnection() {
        mongo.faults().on("find").closeBeforeReply();

        assertThat(scan(mongo.uri())).hasSize(100);
        assertThat(mongo.recorded().count("find")).isEqualTo(2);
    }

    @Test
    void cursorsKilledByTheServerAreNotFound() {
        mongo.faults().on("getMore").nth(3).killCursors();

        assertThatThrownBy(() -> scan(mongo.uri())).isInstanceOf(MongoCursorNotFoundException.class);
        assertThat(mongo.openCursors()).isZero();
    }

    @Test
    void answersWithAnyErrorAsOftenAsAsked() {
        Fault fault = mongo.faults().on("find").next(2).answer(10107, "NotWritablePrimary", "not master");

        assertThatThrownBy(() -> scan(mongo.uri()))
                .as("the driver retries a find once")
                .isInstanceOfSatisfying(
                        MongoQueryException.class, e -> assertThat(e.getCode()).isEqualTo(10107));
        assertThat(scan(mongo.uri())).hasSize(100);
        assertThat(fault.fired()).isEqualTo(2);
    }

    @Test
    void throttlesAsCosmosDoes() {
        mongo.faults().on("find").answer(16500, "Location16500", "Error=16500, RetryAfterMs=8, Details='…'");

        assertThatThrownBy(() -> scan(mongo.uri()))
                .isInstanceOfSatisfying(
                        MongoQueryException.class, e -> assertThat(e.getCode()).isEqualTo(16500));
    }

    @Test
    void aFrozenServerRunsTheDriverIntoItsTimeout() {
        mongo.faults().on("getMore").freeze();

        assertThatThrownBy(() -> scan(mongo.uri() + "&socketTimeoutMS=200"))
                .isInstanceOf(MongoSocketReadTimeoutException.class);
    }

    @Test
    void aReleasedCommandGoesOn() throws Exception {
        Fault freeze = mongo.faults().on("getMore").freeze();
        CompletableFuture<List<BsonDocument>> scan = CompletableFuture.supplyAsync(() -> scan(mongo.uri()));
        assertThat(freeze.awaitFired(Duration.ofSeconds(30))).isTrue();
        assertThat(scan).isNotDone();

        freeze.release();

        assertThat(scan.get(30, TimeUnit.SECONDS)).hasSize(100);
    }

    @Test
    void aDelayedAnswerArrivesLate() {
        mongo.faults().on("find").delay(Duration.ofMillis(150));
        long start = System.nanoTime();

        List<BsonDocument> found = scan(mongo.uri());

        assertThat(found).hasSize(100);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(150));
    }

    @Test
    void hitsOnlyTheCommandsThatTheTestMeans() {
        mongo.insert("shop.other", new BsonDocument("_id", new BsonInt32(1)));
        mongo.faults()
                .on("find")
                .where(command -> command.body().getString("find").getValue().equals("other"))
                .always()
                .closeBeforeRunning();

        assertThat(scan(mongo.uri())).hasSize(100);
    }

    @Test
    void recordsWhatWasAskedInOrder() {
        scan(mongo.uri());

        List<RecordedCommand> finds = mongo.recorded().commands("find");
        assertThat(finds).hasSize(1);
        assertThat(finds.getFirst().database()).isEqualTo("shop");
        assertThat(finds.getFirst().body().getInt32("batchSize").getValue()).isEqualTo(20);
        assertThat(mongo.recorded().commands("getMore"))
                .allMatch(more -> more.connectionId() == finds.getFirst().connectionId());
    }
}
