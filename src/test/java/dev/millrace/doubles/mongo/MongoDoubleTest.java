package dev.millrace.doubles.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.connection.ClusterType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kinds of server that the double plays, and that it is fast enough to be played with. */
class MongoDoubleTest {
    private static final BsonDocument SPLIT = BsonDocument.parse(
            "{splitVector: 'shop.orders', keyPattern: {_id: 1}, maxChunkSizeBytes: {$numberLong: '10000'}}");

    private static BsonDocument run(String uri, BsonDocument command) {
        try (MongoClient client = MongoClients.create(uri)) {
            return client.getDatabase("admin").runCommand(command, BsonDocument.class);
        }
    }

    private static BsonDocument ping() {
        return new BsonDocument("ping", new BsonInt32(1));
    }

    @ParameterizedTest
    @EnumSource(Topology.class)
    void theDriverRecognisesTheTopology(Topology topology) {
        try (MongoDouble mongo = MongoDouble.builder().topology(topology).start();
                MongoClient client = MongoClients.create(mongo.uri())) {
            client.getDatabase("admin").runCommand(ping());

            assertThat(client.getClusterDescription().getType())
                    .isEqualTo(
                            switch (topology) {
                                case REPLICA_SET -> ClusterType.REPLICA_SET;
                                case STANDALONE -> ClusterType.STANDALONE;
                                case MONGOS -> ClusterType.SHARDED;
                            });
        }
    }

    @Test
    void aReplicaSetAnswersADirectConnectionToo() {
        try (MongoDouble mongo = new MongoDouble().start()) {
            assertThat(run(mongo.directUri(), ping()).getDouble("ok").getValue())
                    .isEqualTo(1);
        }
    }

    @Test
    void theDriverRefusesAServerThatIsTooOld() {
        try (MongoDouble mongo = MongoDouble.builder().maxWireVersion(7).start()) {
            assertThatThrownBy(() -> run(mongo.uri() + "&serverSelectionTimeoutMS=2000", ping()))
                    .isInstanceOf(MongoIncompatibleDriverException.class)
                    .hasMessageContaining("wire version 7");
        }
    }

    @Test
    void aUserGetsInWithTheRightPasswordOnly() {
        try (MongoDouble mongo = MongoDouble.builder()
                .account("ops", "secret", Account.Role.READ_WRITE)
                .start()) {
            BsonDocument status = run(mongo.uri("ops", "secret"), BsonDocument.parse("{connectionStatus: 1}"));

            assertThat(status.getDocument("authInfo").getArray("authenticatedUsers"))
                    .containsExactly(BsonDocument.parse("{user: 'ops', db: 'admin'}"));
            assertThatThrownBy(() -> run(mongo.uri("ops", "wrong"), ping()))
                    .isInstanceOf(MongoSecurityException.class)
                    .hasRootCauseInstanceOf(MongoCommandException.class)
                    .rootCause()
                    .hasMessageContaining("error 18 (AuthenticationFailed)");
            assertThatThrownBy(() -> run(mongo.uri("nobody", "secret"), ping()))
                    .isInstanceOf(MongoSecurityException.class);
        }
    }

    @Test
    void withoutLoginCommandsAreRefused() {
        try (MongoDouble mongo = MongoDouble.builder()
                .account("ops", "secret", Account.Role.READ)
                .start()) {
            assertThatThrownBy(() -> run(mongo.uri(), BsonDocument.parse("{listDatabases: 1}")))
                    .isInstanceOfSatisfying(
                            MongoCommandException.class,
                            e -> assertThat(e.getCode()).isEqualTo(13));
        }
    }

    @Test
    void aUserWhoMayOnlyReadIsRefusedSplitVector() {
        try (MongoDouble mongo = MongoDouble.builder()
                .account("reader", "secret", Account.Role.READ)
                .start()) {
            mongo.load("shop.orders", OrderDocuments.of(10));
            String uri = mongo.uri("reader", "secret");

            assertThat(run(uri, BsonDocument.parse("{listDatabases: 1}")).getArray("databases"))
                    .isNotEmpty();
            assertThatThrownBy(() -> run(uri, SPLIT))
                    .isInstanceOfSatisfying(
                            MongoCommandException.class,
                            e -> assertThat(e.getErrorCodeName()).isEqualTo("Unauthorized"));
        }
    }

    @Test
    void anyCommandCanBeRefused() {
        try (MongoDouble mongo = MongoDouble.builder().refusing("splitVector").start()) {
            assertThatThrownBy(() -> run(mongo.uri(), SPLIT))
                    .isInstanceOfSatisfying(
                            MongoCommandException.class,
                            e -> assertThat(e.getCode()).isEqualTo(13));
        }
    }

    @Test
    void loadsAndScansAHundredThousandOrdersWithoutGettingInTheWay() {
        int count = 100_000;
        try (MongoDouble mongo = new MongoDouble().start();
                MongoClient client = MongoClients.create(mongo.uri())) {
            mongo.load("shop.orders", OrderDocuments.of(count));
            MongoCollection<RawBsonDocument> orders =
                    client.getDatabase("shop").getCollection("orders", RawBsonDocument.class);
            AtomicLong documents = new AtomicLong();
            AtomicLong bytes = new AtomicLong();

            orders.find().batchSize(10_000).forEach(document -> {
                documents.incrementAndGet();
                bytes.addAndGet(document.getByteBuffer().remaining());
            });

            assertThat(documents).hasValue(count);
            assertThat(bytes.get() / count).isBetween(800L, 1200L);
        }
    }

    @Test
    void theSeededOrdersAreTheSameAtEveryRun() {
        List<byte[]> first = new ArrayList<>();
        List<byte[]> second = new ArrayList<>();
        OrderDocuments.of(50).forEach(first::add);
        OrderDocuments.of(50).forEach(second::add);

        assertThat(first).usingRecursiveComparison().isEqualTo(second);
        assertThat(first.stream().map(order -> RawBson.view(order).get("_id")).distinct())
                .hasSize(50);
    }
}
