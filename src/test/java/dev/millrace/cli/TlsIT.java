package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.PostgresServer;
import dev.millrace.doubles.RedisProcess;
import dev.millrace.doubles.ServerCertificate;
import dev.millrace.doubles.TlsWire;
import dev.millrace.doubles.gcs.GcsDouble;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.OrderDocuments;
import dev.millrace.doubles.pubsub.PubSubDouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** To each service by TLS, with an authority that is told to the program; and not where it knows nothing of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsIT {

    private static final int ORDERS = 500;
    private static final String TOPIC = "projects/my-project/topics/orders";

    private final MongoDouble mongo = new MongoDouble().start();
    private ServerCertificate certificate;

    @TempDir
    Path directory;

    private Millrace millrace;

    @BeforeAll
    void prepare(@TempDir Path keys) {
        certificate = ServerCertificate.make(keys);
        mongo.load("shop.orders", OrderDocuments.of(ORDERS));
    }

    @AfterAll
    void stop() {
        mongo.close();
    }

    @BeforeEach
    void newProgram() {
        millrace = Millrace.in(directory)
                .withRuntime(
                        "-Djavax.net.ssl.trustStore=" + certificate.trust(),
                        "-Djavax.net.ssl.trustStorePassword=" + ServerCertificate.PASSWORD);
    }

    @Test
    void readsFromMongoDb() {
        try (TlsWire wire = TlsWire.to(mongoPort(), certificate)) {
            Millrace.Result result = Millrace.in(directory)
                    .run(export(mongo(wire) + "&tlsCAFile=" + certificate.certificate())
                            .all());

            assertThat(result.exitCode()).as(result.toString()).isZero();
            assertThat(result.out()).containsPattern("written +500 documents");
            assertThat(wire.connections()).isPositive();
        }
    }

    @Test
    void refusesACertificateThatNobodyTrusts() {
        try (TlsWire wire = TlsWire.to(mongoPort(), certificate)) {
            Millrace.Result result = Millrace.in(directory)
                    .run(export(mongo(wire) + "&serverSelectionTimeoutMS=3000").all());

            assertThat(result.exitCode()).as(result.toString()).isNotZero();
            assertThat(result.err()).contains("tlsCAFile");
        }
    }

    @Test
    void theTrustStoreIsKnownWhateverTheMemory() {
        try (TlsWire wire = TlsWire.to(mongoPort(), certificate)) {
            Millrace.Result result =
                    millrace.run(export(mongo(wire)).and("--max-memory", "96MB").all());

            assertThat(result.exitCode()).as(result.toString()).isZero();
        }
    }

    @Test
    void writesToPostgres() {
        try (PostgresServer postgres = PostgresServer.start(Map.of(
                "ssl",
                "on",
                "ssl_cert_file",
                certificate.certificate().toString(),
                "ssl_key_file",
                certificate.key().toString()))) {
            Millrace.Result result = Millrace.in(directory)
                    .run(
                            "migrate",
                            "--from",
                            mongo.uri(),
                            "-n",
                            "shop.orders",
                            "--to",
                            "postgresql://postgres@localhost:" + postgres.port()
                                    + "/postgres?sslmode=verify-full&sslrootcert=" + certificate.certificate());

            assertThat(result.exitCode()).as(result.toString()).isZero();
            assertThat(postgres.number("postgres", "SELECT count(*) FROM orders"))
                    .isEqualTo(ORDERS);
        }
    }

    @Test
    void keepsItsRunInRedis(@TempDir Path redisDirectory) {
        try (RedisProcess redis = RedisProcess.start(redisDirectory);
                TlsWire wire = TlsWire.to(redis.port(), certificate)) {
            Arguments arguments = export(mongo.uri()).and("--run-store", "rediss://localhost:" + wire.port());

            Millrace.Result result = millrace.run(arguments.all());
            Millrace.Result again = millrace.run(arguments.all());

            assertThat(result.exitCode()).as(result.toString()).isZero();
            assertThat(again.out()).contains("was done already");
            assertThat(wire.connections()).isPositive();
        }
    }

    @Test
    void writesToCloudStorage() {
        try (GcsDouble storage = GcsDouble.start("bucket");
                TlsWire wire = TlsWire.to(URI.create(storage.url()).getPort(), certificate)) {
            Millrace.Result result = millrace.withVariable("STORAGE_EMULATOR_HOST", "https://localhost:" + wire.port())
                    .run(
                            "export",
                            "--from",
                            mongo.uri(),
                            "-n",
                            "shop.orders",
                            "--to",
                            "gs://bucket/there",
                            "--format",
                            "jsonl");

            assertThat(result.exitCode()).as(result.toString()).isZero();
            assertThat(storage.objects("bucket")).isNotEmpty();
            assertThat(wire.connections()).isPositive();
        }
    }

    /** As with Google's own: a key file, a token for it, and gRPC. */
    @Test
    void publishesToPubSubWithAKeyFile() throws IOException {
        HttpServer tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tokens.createContext("/token", exchange -> {
            byte[] token = "{\"access_token\": \"t\", \"token_type\": \"Bearer\", \"expires_in\": 3600}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, token.length);
            exchange.getResponseBody().write(token);
            exchange.close();
        });
        tokens.start();
        try (PubSubDouble service = PubSubDouble.start().withTopic(TOPIC);
                TlsWire wire = TlsWire.to(port(service.host()), certificate, "h2");
                TlsWire tokenWire = TlsWire.to(tokens.getAddress().getPort(), certificate)) {
            Files.writeString(directory.resolve("config.yaml"), """
                    mongodb:
                      connections:
                        main: {uri: "%s", sources: {orders: {database: live, collection: orders, topic: orders}}}
                    pubsub: {project_id: my-project, endpoint: "localhost:%d"}
                    """.formatted(mongo.uri(), wire.port()));
            try (RunningMillrace running = millrace.withVariable(
                            "GOOGLE_APPLICATION_CREDENTIALS",
                            keyFile(tokenWire.port()).toString())
                    .start("stream", "--http-port", "off", "--json")) {
                running.awaitLine("STREAMING");
                mongo.insert("live.orders", BsonDocument.parse("{_id: 1, total: 5}"));
                Eventually.until("the message", () -> service.stored(TOPIC).size() == 1 || !running.isAlive());

                Millrace.Result result = running.terminate();
                assertThat(service.stored(TOPIC)).as(result.toString()).hasSize(1);
                assertThat(result.exitCode()).as(result.toString()).isZero();
                assertThat(wire.connections()).isPositive();
                assertThat(tokenWire.connections()).isPositive();
            }
        } finally {
            tokens.stop(0);
        }
    }

    private Path keyFile(int tokenPort) throws IOException {
        BsonDocument key = new BsonDocument("type", new BsonString("service_account"))
                .append("project_id", new BsonString("my-project"))
                .append("client_id", new BsonString("1"))
                .append("client_email", new BsonString("millrace@my-project.example"))
                .append("private_key_id", new BsonString("1"))
                .append("private_key", new BsonString(Files.readString(certificate.key())))
                .append("token_uri", new BsonString("https://localhost:" + tokenPort + "/token"));
        return Files.writeString(directory.resolve("key.json"), key.toJson());
    }

    private static Arguments export(String from) {
        return Arguments.of("export", "--from", from, "-n", "shop.orders", "--to", "null:");
    }

    private static String mongo(TlsWire wire) {
        return "mongodb://localhost:" + wire.port() + "/?directConnection=true&tls=true";
    }

    private int mongoPort() {
        return port(mongo.uri().replaceFirst("mongodb://([^/]+)/.*", "$1"));
    }

    private static int port(String host) {
        return Integer.parseInt(host.substring(host.lastIndexOf(':') + 1));
    }
}
