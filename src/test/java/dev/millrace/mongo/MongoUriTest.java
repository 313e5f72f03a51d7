package dev.millrace.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MongoUriTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "mongodb://localhost -> mongodb://localhost",
                "mongodb://localhost/ -> mongodb://localhost",
                "mongodb://localhost/shop -> mongodb://localhost/shop",
                "mongodb://ops:secret@h1:27017,h2/shop -> mongodb://h1:27017,h2/shop",
                "mongodb+srv://ops:secret@c0.x.mongodb.net/?retryWrites=true -> mongodb+srv://c0.x.mongodb.net",
                "mongodb://ops:s%40c@h/?replicaSet=rs0&tlsCertificateKeyFilePassword=secret -> mongodb://h/?replicaSet=rs0",
                "mongodb://h/?authMechanismProperties=AWS_SESSION_TOKEN:secret -> mongodb://h",
                "mongodb://h?replicaSet=rs0 -> mongodb://h/?replicaSet=rs0",
                "mongodb://[::1]:27017/shop -> mongodb://[::1]:27017/shop",
                "mongodb://acc:secret==@acc.mongo.cosmos.azure.com:10255/?ssl=true&appName=@acc@ ->"
                        + " mongodb://acc.mongo.cosmos.azure.com:10255/?ssl=true"
            })
    void userPasswordAndSecretOptionsAreLeftOut(String uri, String redacted) {
        assertThat(MongoUri.redacted(uri)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://ops:sec/ret@host/shop",
                "mongodb://ops:12/secret@host/shop",
                "mongodb://ops:12?secret@host/shop",
                "mongodb://ops:12?se=cret@host/shop",
                "mongodb://ops:secret",
                "mongodb://ops:secret@",
                "mongodb://ops:sec:ret@h:port/x?secret",
                "ops:secret@host",
                "postgres://ops:secret@host/db",
                "mongodb:/ops:secret@host"
            })
    void whatDoesNotParseCleanlyIsHiddenWhole(String uri) {
        assertThat(MongoUri.redacted(uri))
                .doesNotContain("sec")
                .doesNotContain("ret")
                .doesNotContain("12");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://ops:sec/ret@host/shop",
                "mongodb://ops:sec%zzret@host/shop",
                "mongodb://ops:a@sec/ret@host/shop",
                "mongodb://ops:12/secret@host/shop?tls=true",
                "mongodb://ops:sec:ret@host",
                "mongodb://ops:secret@host:port",
                "mongodb://ops:secret@",
                "ops:secret@host"
            })
    void aUriThatCannotBeParsedIsAUsageErrorWithoutSecrets(String uri) {
        MillraceException failure = catchThrowableOfType(MillraceException.class, () -> MongoUri.parse(uri));

        assertThat(failure.kind()).isEqualTo(FailureKind.USAGE);
        assertThat(failure).hasNoCause();
        assertThat(failure.problem()).doesNotContain("sec").doesNotContain("ecret");
        assertThat(failure.hint()).contains("percent-encode");
    }

    @Test
    void theAuthoritiesFileOfOtherToolsIsUnderstood() {
        MongoUri uri = MongoUri.parse("mongodb://h/shop?tls=true&tlsCAFile=%2Fca%20s.pem&replicaSet=rs0");

        assertThat(uri.caFile()).isEqualTo(Path.of("/ca s.pem"));
        assertThat(uri.driver().getRequiredReplicaSetName()).isEqualTo("rs0");
    }

    @Test
    void cosmosIsKnownByItsHost() {
        assertThat(MongoUri.parse("mongodb://a:b@acc.mongo.cosmos.azure.com:10255/?ssl=true")
                        .isCosmos())
                .isTrue();
        assertThat(MongoUri.parse("mongodb://acc.mongocluster.cosmos.azure.com").isCosmos())
                .isFalse();
    }
}
