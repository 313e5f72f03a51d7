package dev.millrace.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoSocketWriteException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ClusterId;
import com.mongodb.connection.ClusterType;
import com.mongodb.connection.ServerConnectionState;
import com.mongodb.connection.ServerDescription;
import com.mongodb.connection.ServerId;
import com.mongodb.connection.ServerType;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each failure of the driver means, and what is said of it. */
class MongoErrorsTest {

    private static final ServerAddress ADDRESS = new ServerAddress("db1", 27017);

    @ParameterizedTest
    @ValueSource(
            ints = {
                6, 7, 43, 50, 89, 91, 112, 133, 136, 175, 189, 234, 237, 262, 9001, 10107, 11600, 11602, 13388, 13435,
                13436, 16500
            })
    void whatTheServerCallsPassingIsTransient(int code) {
        assertThat(errors().kind(answered(code, "secret"))).isEqualTo(FailureKind.TRANSIENT);
    }

    @ParameterizedTest
    @CsvSource({
        "13, PERMISSION",
        "18, PERMISSION",
        "8000, PERMISSION",
        "11, PERMISSION",
        "26, NOT_FOUND",
        "2, USAGE",
        "9, USAGE",
        "10334, DATA",
        "11000, FAILED",
        "8, FAILED",
        "59, FAILED"
    })
    void otherCodesHaveKindsOfTheirOwn(int code, FailureKind kind) {
        assertThat(errors().kind(answered(code, "secret"))).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RetryableWriteError", "TransientTransactionError", "ResumableChangeStreamError"})
    void aLabelMakesAnyCodeTransient(String label) {
        MongoCommandException failure = answered(8, "secret");
        failure.addLabel(label);

        assertThat(errors().kind(failure)).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void aConnectionLostToAnotherThreadsErrorIsTransientOnceTheServerWasReached() {
        MongoErrors errors = errors();
        errors.reached();

        MillraceException failure = errors.explain(
                "read shop.orders chunk 12",
                "shop",
                new MongoConnectionPoolClearedException(new ServerId(new ClusterId(), ADDRESS), null));

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.problem()).contains("the connections to the server were given up");
    }

    @Test
    void aLostConnectionIsTransientOnceTheServerWasReached() {
        MongoErrors errors = errors();
        MongoSocketReadException lost = new MongoSocketReadException("Prematurely reached end of stream", ADDRESS);
        assertThat(errors.kind(lost)).isEqualTo(FailureKind.CONNECTION);

        errors.reached();

        assertThat(errors.kind(lost)).isEqualTo(FailureKind.TRANSIENT);
        assertThat(errors.kind(new MongoTimeoutException("waited"))).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void aCertificateIsNeverAPassingReason() {
        MongoErrors errors = errors();
        errors.reached();
        MongoSocketWriteException refused =
                new MongoSocketWriteException("write", ADDRESS, new SSLHandshakeException("PKIX path building failed"));

        MillraceException told = errors.explain("read shop.orders", "shop", refused);

        assertThat(told.kind()).isEqualTo(FailureKind.CONNECTION);
        assertThat(told.problem()).contains("db1:27017 refuses the TLS handshake (PKIX path building failed)");
        assertThat(told.hint()).contains("tlsCAFile");
    }

    @Test
    void theServersOwnTextIsRepeatedForQueriesOnly() {
        assertThat(errors().explain("read shop.orders", "shop", answered(2, "unknown operator: $nope"))
                        .problem())
                .isEqualTo("cannot read shop.orders: error 2 Name, unknown operator: $nope");
        assertThat(errors().explain("read shop.orders", "shop", answered(241, "Failed to parse number 'secret'"))
                        .problem())
                .isEqualTo("cannot read shop.orders: error 241 Name");
    }

    @Test
    void aMissingPrivilegeComesWithTheGrantThatHelps() {
        MillraceException told = errors().explain("read shop.orders chunk 12", "shop", answered(13, "secret"));

        assertThat(told.problem()).isEqualTo("cannot read shop.orders chunk 12: not authorized");
        assertThat(told.hint()).isEqualTo("grant the read role on shop to user ops");
    }

    @Test
    void eachServerThatCannotBeReachedIsNamedWithItsReason() {
        ClusterDescription cluster = cluster(
                server("db1", new MongoSocketOpenException("open", ADDRESS, new ConnectException("refused"))),
                server("db2", new MongoSocketOpenException("open", ADDRESS, new UnknownHostException("db2"))),
                server("db3", null));

        MillraceException told = new MongoErrors(() -> cluster, null)
                .explain("find shop.orders", "shop", new MongoTimeoutException("waited"));

        assertThat(told.kind()).isEqualTo(FailureKind.CONNECTION);
        assertThat(told.problem())
                .isEqualTo("cannot find shop.orders: db1:27017 refuses the connection;"
                        + " db2:27017 is a name that cannot be resolved; db3:27017 does not answer");
    }

    @Test
    void aCosmosAccountThatIsTooOldIsToldHowToRaiseItsVersion() {
        ClusterDescription cluster = cluster(ServerDescription.builder()
                .address(new ServerAddress("acc.mongo.cosmos.azure.com", 10255))
                .state(ServerConnectionState.CONNECTED)
                .ok(true)
                .type(ServerType.REPLICA_SET_PRIMARY)
                .minWireVersion(0)
                .maxWireVersion(6)
                .build());

        MillraceException told =
                errors().explain("find shop.orders", "shop", new MongoIncompatibleDriverException("old", cluster));

        assertThat(told.kind()).isEqualTo(FailureKind.CONNECTION);
        assertThat(told.problem()).contains("acc.mongo.cosmos.azure.com:10255 speaks wire version 6");
        assertThat(told.hint()).contains("az cosmosdb update").contains("4.2");
    }

    @Test
    void anInterruptIsAnInterruptAndSetsTheFlagAgain() {
        MillraceException told = errors().explain(
                        "read shop.orders",
                        "shop",
                        new MongoInterruptedException("interrupted", new InterruptedException()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(told.kind()).isEqualTo(FailureKind.INTERRUPTED);
    }

    @Test
    void aLostCursorIsSaidToBeOne() {
        MongoCursorNotFoundException lost =
                new MongoCursorNotFoundException(7, BsonDocument.parse("{ok: 0, code: 43, errmsg: 'secret'}"), ADDRESS);

        assertThat(errors().explain("read shop.orders", "shop", lost).problem())
                .contains("cursor")
                .doesNotContain("secret");
    }

    private static MongoErrors errors() {
        return new MongoErrors(MongoErrorsTest::cluster, "ops");
    }

    private static ClusterDescription cluster(ServerDescription... servers) {
        return new ClusterDescription(ClusterConnectionMode.MULTIPLE, ClusterType.REPLICA_SET, List.of(servers));
    }

    private static ServerDescription server(String host, MongoSocketOpenException exception) {
        return ServerDescription.builder()
                .address(new ServerAddress(host))
                .state(ServerConnectionState.CONNECTING)
                .exception(exception)
                .build();
    }

    private static MongoCommandException answered(int code, String text) {
        BsonDocument reply = BsonDocument.parse("{ok: 0, codeName: 'Name'}")
                .append("code", new BsonInt32(code))
                .append("errmsg", new BsonString(text));
        return new MongoCommandException(reply, ADDRESS);
    }
}
