package dev.millrace.sink.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.mongo.Account;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.Finding;
import dev.millrace.model.Finding.Verdict;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of a MongoDB before documents are written to it. */
class TargetCheckTest {

    @Test
    void aServerWithoutUsersIsFine() {
        try (MongoDouble mongo = new MongoDouble().start()) {
            assertThat(findings(mongo.uri())).hasSize(2).allMatch(finding -> finding.verdict() == Verdict.GOOD);
        }
    }

    @Test
    void aUserWhoMayOnlyReadIsNotEnough() {
        assertThat(last(Account.Role.READ)).satisfies(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.BAD);
            assertThat(finding.detail()).contains("createCollection", "createIndex", "insert");
            assertThat(finding.remedy()).contains("readWrite");
        });
    }

    @Test
    void aUserWhoMayNotChangeCollectionsIsToldWhenThatMatters() {
        assertThat(last(Account.Role.READ_WRITE)).satisfies(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.DOUBTFUL);
            assertThat(finding.remedy()).contains("dbAdmin", "validators");
        });
        assertThat(last(Account.Role.ROOT).verdict()).isEqualTo(Verdict.GOOD);
    }

    @Test
    void aServerThatIsNotThereIsAFinding() {
        assertThat(findings("mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=50"))
                .singleElement()
                .matches(finding -> finding.verdict() == Verdict.BAD);
    }

    private static Finding last(Account.Role role) {
        try (MongoDouble mongo =
                MongoDouble.builder().account("ops", "secret", role).start()) {
            return findings(mongo.uri("ops", "secret")).getLast();
        }
    }

    private static List<Finding> findings(String uri) {
        try (MongoConnection connection = MongoConnection.open(uri, MongoOptions.none())) {
            return new TargetCheck(connection).findings();
        }
    }
}
