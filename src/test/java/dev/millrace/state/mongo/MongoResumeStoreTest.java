package dev.millrace.state.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.millrace.contract.LeasedResumeStoreContract;
import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.StreamClaim;
import java.time.Duration;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MongoResumeStoreTest extends LeasedResumeStoreContract {

    private static MongoDouble mongo;

    @BeforeAll
    static void startMongo() {
        mongo = new MongoDouble().start();
    }

    @AfterAll
    static void stopMongo() {
        mongo.close();
    }

    @AfterEach
    void clearFaults() {
        mongo.faults().clear();
    }

    @Override
    protected ResumeStore open(Duration lease) {
        return open(mongo.uri(), lease, Duration.ofSeconds(5));
    }

    private static ResumeStore open(String uri, Duration lease, Duration timeout) {
        String named = uri.replaceFirst("(//[^/?]+)/?", "$1/millrace_test.streams");
        return MongoResumeStore.open(named, MongoOptions.none(), "host/1", lease, timeout);
    }

    @Override
    protected void lose(String name) {
        try (MongoClient client = MongoClients.create(mongo.uri())) {
            client.getDatabase("millrace_test")
                    .getCollection("streams")
                    .deleteOne(new BsonDocument("_id", new BsonString(name)));
        }
    }

    @Test
    void writesWhatPeopleCanRead() {
        try (StreamClaim claim = claim()) {
            claim.save(point(3));

            BsonDocument found = mongo.documents("millrace_test.streams").stream()
                    .filter(document -> document.getString("_id").getValue().equals(stream))
                    .findFirst()
                    .orElseThrow();
            assertThat(found).containsAllEntriesOf(BsonDocument.parse("""
                            {token: {_data: '826B00D200000003'}, clusterTime: {$timestamp: {t: 1795215984, i: 3}},
                             events: {$numberLong: '3'}, savedAt: {$date: '2026-01-02T03:04:08.678Z'},
                             owner: 'host/1', saves: {$numberLong: '1'}}
                            """)).containsKeys("until", "claim");
        }
    }

    @Test
    void asksAMajorityOfTheServers() {
        try (StreamClaim claim = claim()) {
            claim.save(point(1));
            claim.load();
        }

        assertThat(mongo.recorded().commands("update"))
                .isNotEmpty()
                .allSatisfy(update -> assertThat(update.body().getDocument("writeConcern"))
                        .containsEntry("w", new BsonString("majority")));
        assertThat(mongo.recorded().commands("find"))
                .isNotEmpty()
                .allSatisfy(find -> assertThat(find.body().getDocument("readConcern"))
                        .containsEntry("level", new BsonString("majority")));
    }

    @Test
    void failsAsTransientWhileTheServerIsAwayAndSavesWhenItIsBack() {
        try (ResumeStore hasty = open(mongo.uri(), LONG, Duration.ofSeconds(1))) {
            StreamClaim claim = hasty.claim(stream).orElseThrow();
            claim.save(point(1));
            mongo.faults().on("update").always().closeBeforeRunning();

            assertThat(kindOf(() -> claim.save(point(2)))).contains(FailureKind.TRANSIENT);
            mongo.faults().clear();

            savesSoon(claim, 3);
            assertThat(store.look(stream)).contains(point(3));
            claim.close();
        }
    }

    @Test
    void waitsNoLongerThanItsTimeoutForAServerThatIsFrozen() {
        try (ResumeStore hasty = open(mongo.uri(), LONG, Duration.ofMillis(600));
                StreamClaim claim = hasty.claim(stream).orElseThrow()) {
            claim.save(point(1));
            mongo.faults().on("update").always().freeze();

            assertThat(kindOf(() -> claim.save(point(2)))).contains(FailureKind.TRANSIENT);
            assertThat(kindOf(() -> claim.save(point(3)))).contains(FailureKind.TRANSIENT);
            mongo.faults().clear();
            savesSoon(claim, 4);

            assertThat(store.look(stream)).contains(point(4));
        }
    }

    @Test
    void savesOnceWhenTheAnswerIsLost() {
        try (StreamClaim claim = claim()) {
            mongo.faults().on("update").closeBeforeReply();

            claim.save(point(1));

            claim.save(point(2));
            assertThat(store.look(stream)).contains(point(2));
        }
    }

    @Test
    void goesOnAtThePrimaryThatWasElected() {
        try (MongoDouble members = new MongoDouble().start();
                ResumeStore own = open(members.uri(), LONG, Duration.ofSeconds(5));
                StreamClaim claim = own.claim(stream).orElseThrow()) {
            claim.save(point(1));
            members.stepDown();

            claim.save(point(2));

            assertThat(own.look(stream)).contains(point(2));
        }
    }

    @Test
    void callsAWriteTransientThatIsNotOnAMajorityYet() {
        try (StreamClaim claim = claim()) {
            mongo.faults()
                    .on("update")
                    .always()
                    .answer(64, "WriteConcernFailed", "waiting for replication timed out", "RetryableWriteError");

            assertThat(kindOf(() -> claim.save(point(1)))).contains(FailureKind.TRANSIENT);
            mongo.faults().clear();
        }
    }

    @Test
    void saysWhichPrivilegeIsMissing() {
        try (StreamClaim claim = claim()) {
            mongo.faults().on("update").answer(13, "Unauthorized", "not authorized on millrace_test");

            assertThatThrownBy(() -> claim.save(point(1))).isInstanceOfSatisfying(MillraceException.class, e -> {
                assertThat(e.kind()).isEqualTo(FailureKind.PERMISSION);
                assertThat(e.hint()).contains("readWrite", "millrace_test");
            });
        }
    }

    @Test
    void wantsADatabase() {
        String uri = "mongodb://user:secret@127.0.0.1:1/";

        assertThatThrownBy(() -> MongoResumeStore.open(uri, MongoOptions.none(), "host/1", LONG, SHORT))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.USAGE);
                    assertThat(e.hint()).contains("DATABASE.COLLECTION");
                });
    }

    @Test
    void showsNoPassword() {
        try (ResumeStore secret = MongoResumeStore.open(
                "mongodb://user:s3cret@127.0.0.1:1/db.places", MongoOptions.none(), "host/1", LONG, SHORT)) {
            assertThat(secret.description())
                    .contains("127.0.0.1:1/db", "collection places")
                    .doesNotContain("s3cret", "user");
        }
    }

    /** A driver that has lost its server takes a moment to find it again, longer than these stores wait for an answer. */
    private static void savesSoon(StreamClaim claim, int point) {
        Eventually.until("the driver finds its server again", () -> {
            Optional<FailureKind> refused = kindOf(() -> claim.save(point(point)));
            assertThat(refused.orElse(FailureKind.TRANSIENT)).isEqualTo(FailureKind.TRANSIENT);
            return refused.isEmpty();
        });
    }

    private static Optional<FailureKind> kindOf(Runnable call) {
        try {
            call.run();
            return Optional.empty();
        } catch (MillraceException e) {
            return Optional.of(e.kind());
        }
    }
}
