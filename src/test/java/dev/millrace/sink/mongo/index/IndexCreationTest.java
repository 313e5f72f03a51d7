package dev.millrace.sink.mongo.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.Namespace;
import dev.millrace.mongo.Backoff;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.mongo.Retries;
import dev.millrace.sink.mongo.TargetQuestions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Builds that take their time, and indexes that are created without a run. */
class IndexCreationTest {

    private static final Namespace ORDERS = Namespace.parse("shop.orders");
    private static final IndexPlan PLAN = new IndexPlan(
            ORDERS, List.of(new IndexDefinition(BsonDocument.parse("{key: {a: 1}, name: 'a_1'}"))), List.of());

    private final MongoDouble mongo = new MongoDouble().start();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final IndexListener listener = new IndexListener() {
        @Override
        public void building(Namespace namespace, List<String> indexes, long done, long total, Duration elapsed) {
            heard.add(namespace + " " + indexes + " " + done + "/" + total);
        }

        @Override
        public void built(Namespace namespace, List<String> indexes, Duration took) {
            heard.add("built " + indexes);
        }
    };

    @AfterEach
    void stop() {
        mongo.close();
    }

    @Test
    void aLongBuildIsShownAsTheServerSeesIt() throws InterruptedException {
        mongo.operations()
                .show(BsonDocument.parse("{ns: 'shop.orders', command: {createIndexes: 'orders'},"
                        + " msg: 'Index Build: scanning collection', progress: {done: 30, total: 120}}"));
        var frozen = mongo.faults().on("createIndexes").freeze();

        Thread build = Thread.ofVirtual().start(this::create);
        assertThat(next()).isEqualTo("shop.orders [a_1] 0/0");
        assertThat(next()).isEqualTo("shop.orders [a_1] 30/120");
        frozen.release();
        build.join();

        assertThat(heard).contains("built [a_1]");
    }

    @Test
    void whoMayNotLookAtOperationsSeesTheTimeAlone() throws InterruptedException {
        mongo.faults().on("aggregate").always().answer(13, "Unauthorized", "not authorized");
        var frozen = mongo.faults().on("createIndexes").freeze();

        Thread build = Thread.ofVirtual().start(this::create);
        assertThat(next()).isEqualTo("shop.orders [a_1] 0/0");
        assertThat(next()).isEqualTo("shop.orders [a_1] 0/0");
        assertThat(next()).isEqualTo("shop.orders [a_1] 0/0");
        frozen.release();
        build.join();

        assertThat(mongo.recorded().count("aggregate")).isEqualTo(1);
    }

    @Test
    void aCollectionThatIsNotThereHasNoIndexes() {
        IndexReport report = new IndexReport();
        try (MongoConnection connection = connection()) {
            assertThat(creation(connection).missing(PLAN, report)).hasSize(1);
        }
        assertThat(mongo.recorded().count("createIndexes")).isZero();
    }

    @Test
    void expiryThatWasOffIsSwitchedOn() {
        TargetQuestions.createIndexes(
                mongo, "shop.orders", "{key: {a: 1}, name: 'a_1', expireAfterSeconds: 2147483647}");
        IndexReport report = new IndexReport();
        IndexPlan expiring = new IndexPlan(
                ORDERS,
                List.of(new IndexDefinition(BsonDocument.parse("{key: {a: 1}, name: 'a_1', expireAfterSeconds: 60}"))),
                List.of());
        try (MongoConnection connection = connection()) {
            creation(connection).create(expiring, report);
            creation(connection).enableExpiry(expiring, report);
        }

        assertThat(report.problems()).isEmpty();
        assertThat(TargetQuestions.indexes(mongo, "shop.orders")
                        .get(1)
                        .getNumber("expireAfterSeconds")
                        .intValue())
                .isEqualTo(60);
    }

    private void create() {
        try (MongoConnection connection = connection()) {
            creation(connection).create(PLAN, new IndexReport());
        }
    }

    private String next() throws InterruptedException {
        String text = heard.poll(30, TimeUnit.SECONDS);
        return text == null ? "nothing" : text;
    }

    private MongoConnection connection() {
        return MongoConnection.open(mongo.uri(), MongoOptions.none());
    }

    private IndexCreation creation(MongoConnection connection) {
        Retries retries = connection.retries(Backoff.standard());
        return new IndexCreation(connection, retries, listener, Duration.ofMillis(5));
    }
}
