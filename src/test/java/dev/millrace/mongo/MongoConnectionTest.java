package dev.millrace.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import dev.millrace.doubles.mongo.Account;
import dev.millrace.doubles.mongo.CosmosAccount;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a first contact says when it goes well and when it does not. */
class MongoConnectionTest {

    @Test
    void theServerTellsItsVersion() {
        try (MongoDouble mongo = new MongoDouble().start();
                MongoConnection connection = MongoConnection.open(mongo.uri(), MongoOptions.none())) {
            assertThat(connection.serverVersion()).isEqualTo("4.3.0");
        }
    }

    @Test
    void readsAskForMajorityUnlessTheUriSaysOtherwise() {
        assertThat(readConcernOf("")).isEqualTo("majority");
        assertThat(readConcernOf("&readConcernLevel=local")).isEqualTo("local");
    }

    @Test
    void nobodyWaitsForEverUnlessTheUriSaysSo() {
        MongoClientSettings usual = settings("mongodb://h");
        MongoClientSettings patient = settings("mongodb://h/?socketTimeoutMS=0&serverSelectionTimeoutMS=60000");

        assertThat(usual.getSocketSettings().getReadTimeout(TimeUnit.MINUTES)).isEqualTo(5);
        assertThat(usual.getClusterSettings().getServerSelectionTimeout(TimeUnit.SECONDS))
                .isEqualTo(10);
        assertThat(patient.getSocketSettings().getReadTimeout(TimeUnit.MINUTES)).isZero();
        assertThat(patient.getClusterSettings().getServerSelectionTimeout(TimeUnit.SECONDS))
                .isEqualTo(60);
    }

    @Test
    void theServerSeesTheNameOfTheApplication() {
        try (MongoDouble mongo = new MongoDouble().start();
                MongoConnection connection = MongoConnection.open(mongo.uri(), MongoOptions.none())) {
            connection.serverVersion();

            assertThat(mongo.recorded().commands())
                    .anyMatch(command -> command.body().toString().contains("\"name\": \"millrace\""));
        }
    }

    @Test
    void credentialsFromElsewhereAreUsedWhereTheUriHasNone() {
        MongoOptions options = new MongoOptions("ops", "secret", null, null, null, null, null);
        try (MongoDouble mongo = guarded();
                MongoConnection connection = MongoConnection.open(mongo.uri(), options)) {
            assertThat(connection.serverVersion()).isNotEmpty();
        }
    }

    @Test
    void theUrisOwnCredentialsWin() {
        MongoOptions options = new MongoOptions("someone", "else", null, null, null, null, null);
        try (MongoDouble mongo = guarded();
                MongoConnection connection = MongoConnection.open(mongo.uri("ops", "secret"), options)) {
            assertThat(connection.serverVersion()).isNotEmpty();
        }
    }

    @Test
    void aWrongPasswordIsAMatterOfPermissionAndNotRepeated() {
        try (MongoDouble mongo = guarded()) {
            MillraceException failure = failureOf(mongo.uri("ops", "wr0ng"));

            assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(failure.problem()).contains("user ops").doesNotContain("wr0ng");
            assertThat(failure.hint()).contains("authSource");
        }
    }

    @Test
    void aServerThatIsNotThereIsNamedWithoutCredentials() throws IOException {
        int port = closedPort();

        MillraceException failure =
                failureOf("mongodb://ops:secret@127.0.0.1:" + port + "/?serverSelectionTimeoutMS=200");

        assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION);
        assertThat(failure.problem())
                .contains("127.0.0.1:" + port + " refuses the connection")
                .doesNotContain("secret");
    }

    @Test
    void aNameThatCannotBeResolvedIsSaidToBe() {
        MillraceException failure = failureOf("mongodb://nowhere.invalid/?serverSelectionTimeoutMS=3000");

        assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION);
        assertThat(failure.problem()).contains("nowhere.invalid:27017 is a name that cannot be resolved");
        assertThat(failure.hint()).contains("host name");
    }

    @Test
    void aServerThatSpeaksNoTlsIsSaidToRefuseTheHandshake() {
        try (MongoDouble mongo = new MongoDouble().start()) {
            MillraceException failure = failureOf(mongo.uri() + "&tls=true&serverSelectionTimeoutMS=500");

            assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION);
            assertThat(failure.problem()).contains("127.0.0.1:" + mongo.port());
        }
    }

    @Test
    void aServerThatIsTooOldIsToldByItsVersion() {
        try (MongoDouble mongo = MongoDouble.builder().maxWireVersion(7).start()) {
            MillraceException failure = failureOf(mongo.uri());

            assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION);
            assertThat(failure.problem()).contains("wire version 7").contains("MongoDB 4.2");
            assertThat(failure.hint()).contains("upgrade");
        }
    }

    @Test
    void aCosmosAccountThatIsTooOldIsToldHowItsVersionIsRaised() {
        try (MongoDouble mongo = MongoDouble.builder()
                .cosmos(CosmosAccount.of(400))
                .maxWireVersion(6)
                .start()) {
            MillraceException failure = failureOf(mongo.uri());

            assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION);
            assertThat(failure.problem()).contains("wire version 6");
            assertThat(failure.hint()).contains("portal", "az cosmosdb update", "--server-version 4.2");
        }
    }

    @Test
    void theConnectionStringOfThePortalWorksAsItIs() {
        String key = "c2VjcmV0+2VjcmV0/2VjcmV0==";
        try (MongoDouble mongo = MongoDouble.builder()
                        .cosmos(CosmosAccount.of(400))
                        .account("shop", key, Account.Role.READ)
                        .start();
                MongoConnection connection = MongoConnection.open(mongo.uri("shop", key), MongoOptions.none())) {
            assertThat(connection.serverVersion()).isEqualTo("4.2.0");
            assertThat(connection.isCosmos()).isTrue();
            assertThat(connection.description()).doesNotContain("2Vjcm");
        }
    }

    @Test
    void aCosmosAccountIsNotAskedForWhatItHasNot() {
        MongoClientSettings settings =
                settings("mongodb://shop:key==@shop.mongo.cosmos.azure.com:10255/?ssl=true&replicaSet=globaldb");

        assertThat(settings.getRetryWrites()).isFalse();
        assertThat(settings.getReadConcern()).isEqualTo(ReadConcern.DEFAULT);
        assertThat(settings.getConnectionPoolSettings().getMaxConnectionIdleTime(TimeUnit.SECONDS))
                .isEqualTo(120);
        assertThat(settings.getCredential().getPassword()).containsExactly("key==".toCharArray());
    }

    @Test
    void onceReachedAServerThatGoesAwayIsTransient() {
        MongoDouble mongo = new MongoDouble().start();
        try (MongoConnection connection =
                MongoConnection.open(mongo.uri() + "&serverSelectionTimeoutMS=300", MongoOptions.none())) {
            connection.serverVersion();
            mongo.close();

            MillraceException failure = catchThrowableOfType(MillraceException.class, connection::serverVersion);

            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        }
    }

    @Test
    void authoritiesThatCannotBeReadAreAUsageError(@TempDir Path directory) throws IOException {
        Path empty = Files.writeString(directory.resolve("ca.pem"), "");

        MillraceException failure = failureOf("mongodb://h/?tls=true&tlsCAFile=" + empty);

        assertThat(failure.kind()).isEqualTo(FailureKind.USAGE);
        assertThat(failure.problem()).contains("ca.pem").contains("no certificate");
    }

    private static String readConcernOf(String option) {
        try (MongoDouble mongo = new MongoDouble().start();
                MongoConnection connection = MongoConnection.open(mongo.uri() + option, MongoOptions.none())) {
            connection
                    .client()
                    .getDatabase("shop")
                    .getCollection("orders")
                    .find()
                    .first();
            BsonDocument find = mongo.recorded().commands("find").getFirst().body();
            return find.getDocument("readConcern").getString("level").getValue();
        }
    }

    private static MillraceException failureOf(String uri) {
        return catchThrowableOfType(MillraceException.class, () -> {
            try (MongoConnection connection = MongoConnection.open(uri, MongoOptions.none())) {
                connection.serverVersion();
            }
        });
    }

    private static MongoClientSettings settings(String uri) {
        return MongoConnection.settings(
                MongoUri.parse(uri),
                MongoOptions.none(),
                MongoUri.parse(uri).driver().getCredential());
    }

    private static MongoDouble guarded() {
        return MongoDouble.builder().account("ops", "secret", Account.Role.READ).start();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
