package dev.millrace.mongo.cosmos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.mongo.CosmosAccount;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.RequestUnits;
import dev.millrace.mongo.Backoff;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.mongo.Retries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Charges are measured on the connection that made the request, on some of the requests, and stand for all. */
class RequestBudgetTest {

    private static final RequestKind FIND = new RequestKind("find", "shop", "orders");
    private static final double PLENTY = 1e9;

    private MongoDouble mongo = new MongoDouble();

    @BeforeEach
    void start() {
        mongo = cosmos(PLENTY);
    }

    @AfterEach
    void stop() {
        mongo.close();
    }

    @Test
    void whatIsCountedIsWhatTheAccountCharged() {
        try (MongoConnection connection = open(null)) {
            for (int i = 0; i < 100; i++) {
                read(connection);
            }

            RequestUnits units = connection.budget().units();
            assertThat(units.requests()).isEqualTo(100);
            assertThat(units.units()).isCloseTo(mongo.throughput().spent(), within(1e-6));
        }
    }

    @Test
    void onlySomeRequestsAreMeasured() {
        try (MongoConnection connection = open(null)) {
            for (int i = 0; i < 200; i++) {
                read(connection);
            }

            long asked = mongo.recorded().count("getLastRequestStatistics");
            assertThat(connection.budget().units().measured()).isEqualTo(asked).isBetween(20L, 60L);
        }
    }

    @Test
    void manyThreadsDoNotTakeEachOthersCharges() throws InterruptedException {
        mongo.insert("shop.large", large(1), large(2), large(3));
        try (MongoConnection connection = open(null)) {
            List<Thread> threads = new ArrayList<>();
            for (int worker = 0; worker < 8; worker++) {
                String collection = worker % 2 == 0 ? "orders" : "large";
                RequestKind kind = new RequestKind("find", "shop", collection);
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 50; i++) {
                        connection.budget().spend(kind, 1, () -> first(connection, collection));
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }

            RequestUnits units = connection.budget().units();
            assertThat(units.requests()).isEqualTo(400);
            assertThat(units.units())
                    .isCloseTo(
                            mongo.throughput().spent(),
                            within(mongo.throughput().spent() * 0.02));
        }
    }

    @Test
    void aLimitHoldsTheRateDown() {
        try (MongoConnection connection = open(100)) {
            long start = System.nanoTime();
            double before = mongo.throughput().spent();
            for (int i = 0; i < 60; i++) {
                read(connection);
            }

            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat((mongo.throughput().spent() - before) / seconds).isLessThan(130);
        }
    }

    @Test
    void requestsThatNeedNoServerCostNothing() {
        try (MongoConnection connection = open(10)) {
            for (int i = 0; i < 1000; i++) {
                connection.budget().spend(FIND, 1, () -> "known already");
            }

            assertThat(connection.budget().units()).isEqualTo(RequestUnits.NONE);
        }
    }

    @Test
    void anAccountThatDoesNotTellIsNotAskedAgain() {
        mongo.faults().on("getLastRequestStatistics").always().answer(59, "CommandNotFound", "no such command");
        try (MongoConnection connection = open(null)) {
            for (int i = 0; i < 20; i++) {
                read(connection);
            }

            assertThat(mongo.recorded().count("getLastRequestStatistics")).isEqualTo(1);
            assertThat(connection.budget().units().measured()).isZero();
            assertThat(connection.budget().units().requests()).isEqualTo(20);
        }
    }

    @Test
    void aQuestionThatFailsDoesNotFailTheRequest() {
        mongo.faults().on("getLastRequestStatistics").next(3).closeBeforeReply();
        try (MongoConnection connection = open(null)) {
            for (int i = 0; i < 10; i++) {
                assertThat(read(connection)).isNotNull();
            }

            assertThat(connection.budget().units().units()).isGreaterThan(10);
        }
    }

    @Test
    void aMongoDbIsNeverAsked() {
        try (MongoDouble other = new MongoDouble().start().insert("shop.orders", small());
                MongoConnection connection = MongoConnection.open(other.uri(), MongoOptions.none())) {
            read(connection);

            assertThat(other.recorded().count("getLastRequestStatistics")).isZero();
            assertThat(connection.budget().units()).isEqualTo(RequestUnits.NONE);
        }
    }

    @Test
    void anAccountThatItsAddressHidesIsKnownByItsAnswer() {
        try (MongoConnection connection = MongoConnection.open(mongo.directUri(), MongoOptions.none())) {
            connection.serverVersion();

            read(connection);

            assertThat(connection.cosmosKind()).contains(CosmosKind.RU);
            assertThat(connection.budget().units().measured()).isEqualTo(1);
        }
    }

    @Test
    void aStormLowersThePaceAndQuietBringsItBack() {
        try (MongoConnection connection = open(1000)) {
            Retries retries = connection.retries(Backoff.standard()).in("shop");
            read(connection);
            mongo.throughput().storm(4, Duration.ofMillis(1), 2);

            retries.ask(() -> first(connection, "orders"));

            double fallen = connection.budget().pace();
            assertThat(fallen).isLessThan(800);
            assertThat(connection.budget().units().throttles()).isEqualTo(4);
            assertThat(connection.budget().units().throttling()).isTrue();
            Eventually.until("the pace grows", () -> connection.budget().pace() > fallen + 100);
            assertThat(connection.budget().units().throttling()).isFalse();
        }
    }

    private static BsonDocument read(MongoConnection connection) {
        return connection.budget().spend(FIND, 1, () -> first(connection, "orders"));
    }

    private static BsonDocument first(MongoConnection connection, String collection) {
        return connection
                .client()
                .getDatabase("shop")
                .getCollection(collection, BsonDocument.class)
                .find(BsonDocument.parse("{_id: {$gte: 0}}"))
                .limit(1)
                .first();
    }

    private MongoConnection open(@Nullable Integer limit) {
        return MongoConnection.open(mongo.uri(), new MongoOptions(null, null, null, null, null, null, limit));
    }

    private static MongoDouble cosmos(double units) {
        return MongoDouble.builder().cosmos(CosmosAccount.of(units)).start().insert("shop.orders", small());
    }

    private static BsonDocument[] small() {
        return IntStream.range(0, 10)
                .mapToObj(n -> new BsonDocument("_id", new BsonInt32(n)))
                .toArray(BsonDocument[]::new);
    }

    private static BsonDocument large(int id) {
        return new BsonDocument("_id", new BsonInt32(id)).append("x", new BsonBinary(new byte[500_000]));
    }
}
