package dev.millrace.source.mongo.change;

import static dev.millrace.source.mongo.change.Streams.QUICK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import dev.millrace.doubles.mongo.Account;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.Topology;
import dev.millrace.model.FailureKind;
import dev.millrace.model.Finding;
import dev.millrace.model.Finding.Verdict;
import dev.millrace.model.MillraceException;
import dev.millrace.model.StreamStart;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** What the check of a change source finds. */
class ChangeCheckTest {

    private static Finding about(String subject, List<Finding> findings) {
        List<Finding> found = findings.stream()
                .filter(finding -> finding.subject().equals(subject))
                .toList();
        assertThat(found).as("%s", findings).hasSize(1);
        return found.getFirst();
    }

    @Test
    void findsEverythingGoodOnAReplicaSetButItsShortOplog() {
        try (MongoDouble mongo = new MongoDouble().start().create("shop.orders", new BsonDocument());
                MongoChangeSource source = Streams.of(mongo.uri(), "shop.orders")) {
            List<Finding> findings = source.check();

            assertThat(about("source", findings).verdict()).isEqualTo(Verdict.GOOD);
            assertThat(about("clock", findings).verdict()).isEqualTo(Verdict.GOOD);
            assertThat(about("change stream", findings).verdict()).isEqualTo(Verdict.GOOD);
            assertThat(about("shop.orders", findings).verdict()).isEqualTo(Verdict.GOOD);
            Finding oplog = about("oplog", findings);
            assertThat(oplog.verdict()).isEqualTo(Verdict.DOUBTFUL);
            assertThat(oplog.detail()).contains("1.0 hours");
        }
    }

    @Test
    void aStandaloneHasNoChangeStreams() {
        try (MongoDouble mongo =
                        MongoDouble.builder().topology(Topology.STANDALONE).start();
                MongoChangeSource source = Streams.of(mongo.uri(), "shop.orders")) {
            Finding finding = about("change stream", source.check());
            assertThat(finding.verdict()).isEqualTo(Verdict.BAD);
            assertThat(finding.remedy()).contains("--replSet");

            MillraceException refusal = catchThrowableOfType(
                    MillraceException.class,
                    () -> source.open(new StreamStart.Now()).close());
            assertThat(refusal.kind()).isEqualTo(FailureKind.USAGE);
            assertThat(refusal.problem()).contains("standalone");
        }
    }

    @Test
    void aMissingPrivilegeIsFound() {
        try (MongoDouble mongo = MongoDouble.builder().refusing("aggregate").start();
                MongoChangeSource source = Streams.of(mongo.uri(), "shop.orders")) {
            Finding finding = about("change stream", source.check());

            assertThat(finding.verdict()).isEqualTo(Verdict.BAD);
            assertThat(finding.detail()).contains("not authorized");
            assertThat(finding.remedy()).contains("shop");
        }
    }

    @Test
    void aUserWhoMayReadMayWatch() {
        try (MongoDouble mongo = MongoDouble.builder()
                        .account("reader", "secret", Account.Role.READ)
                        .start();
                MongoChangeSource source = Streams.of(mongo.uri("reader", "secret"), "shop.orders")) {
            assertThat(about("change stream", source.check()).verdict()).isEqualTo(Verdict.GOOD);
        }
    }

    @Test
    void aCollectionThatDoesNotKeepDocumentsFromBeforeIsFoundWhereTheyAreAskedFor() {
        ChangeOptions before = QUICK.withDocuments(FullDocument.DEFAULT, FullDocumentBeforeChange.WHEN_AVAILABLE);
        try (MongoDouble mongo = MongoDouble.builder()
                        .maxWireVersion(17)
                        .start()
                        .create("shop.orders", new BsonDocument())
                        .create("shop.kept", BsonDocument.parse("{changeStreamPreAndPostImages: {enabled: true}}"));
                MongoChangeSource without = Streams.of(mongo.uri(), "shop.orders", before);
                MongoChangeSource with = Streams.of(mongo.uri(), "shop.kept", before)) {
            Finding finding = about("shop.orders", without.check());
            assertThat(finding.verdict()).isEqualTo(Verdict.BAD);
            assertThat(finding.remedy()).contains("collMod");
            assertThat(about("shop.kept", with.check()).verdict()).isEqualTo(Verdict.GOOD);
        }
    }

    @Test
    void aCollectionThatIsNotThereIsWorthALook() {
        try (MongoDouble mongo = new MongoDouble().start();
                MongoChangeSource source = Streams.of(mongo.uri(), "shop.ordres")) {
            assertThat(about("shop.ordres", source.check()).verdict()).isEqualTo(Verdict.DOUBTFUL);
        }
    }

    @Test
    void aServerThatIsNotThereIsFound() {
        int port;
        try (MongoDouble gone = new MongoDouble().start()) {
            port = gone.port();
        }
        try (MongoChangeSource source =
                Streams.of("mongodb://127.0.0.1:" + port + "/?serverSelectionTimeoutMS=200", "shop.orders")) {
            assertThat(about("source", source.check()).verdict()).isEqualTo(Verdict.BAD);
        }
    }
}
