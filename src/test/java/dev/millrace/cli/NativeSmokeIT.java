package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.github.luben.zstd.ZstdInputStream;
import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.FirestoreEmulator;
import dev.millrace.doubles.PostgresServer;
import dev.millrace.doubles.RedisProcess;
import dev.millrace.doubles.gcs.GcsDouble;
import dev.millrace.doubles.gcs.HeldObject;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.WireCompression;
import dev.millrace.doubles.pubsub.PubSubDouble;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs a little of everything, so that what fails only in a native build is found there. */
class NativeSmokeIT {

    private static final Path DUMPS = Path.of("src/test/resources/dumps").toAbsolutePath();
    private static final Path ORDERS = DUMPS.resolve("plain/fixtures/orders.bson");
    private static final int ORDER_COUNT = 2000;

    @TempDir
    Path directory;

    private Path target;
    private Millrace millrace;

    @BeforeEach
    void prepare() {
        target = directory.resolve("out");
        millrace = Millrace.in(directory);
    }

    @Test
    void tellsVersionCommitAndKindOfBuild() {
        Millrace.Result result = millrace.run("--version");

        String kind = Millrace.isNative() ? "native" : "Java \\d+";
        assertThat(result.out()).matches("millrace \\d+\\.\\d+\\.\\d+ \\(commit \\w+, " + kind + "\\)\\R");
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"--help,Exit codes", "export --help,--max-memory=SIZE", "status --help,--watch", "config --help,get"})
    void helps(String arguments, String shown) {
        Millrace.Result result = millrace.run(arguments.split(" "));

        assertThat(result.out()).contains("Usage: millrace", "Examples:", shown);
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"exprot", "export --nonsense", "export --to file:out --workers many", "config get no.such.setting"})
    void reportsWrongArgumentsAsUsage(String arguments) {
        Millrace.Result result = millrace.run(arguments.split(" "));

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        assertThat(result.err()).isNotBlank().doesNotContain("Exception");
    }

    @Test
    void writesACompletionScript() {
        Millrace.Result result = millrace.run("generate-completion");

        assertThat(result.out()).contains("complete -F", "--max-memory");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void readsSettingsFromDotEnvAndYaml() throws IOException {
        Files.writeString(directory.resolve(".env"), "RUN_WORKERS=3\n");
        Files.writeString(directory.resolve("config.yaml"), "run:\n  workers: 4\n  chunk-size: 77\n");

        assertThat(millrace.run("config", "get", "run.workers").out()).isEqualTo("3\n");
        assertThat(millrace.withVariable("RUN_WORKERS", "5")
                        .run("config", "get", "run.workers")
                        .out())
                .isEqualTo("5\n");
        assertThat(millrace.run("config").out()).containsPattern("run.chunk-size +77");
        assertThat(millrace.run("config", "--example").out()).contains("RUN_WORKERS=");
    }

    @Test
    void doctorFindsADumpAndADirectoryInOrder() {
        Millrace.Result result =
                millrace.run("doctor", "--from", dump("plain"), "-n", "fixtures.orders", "--to", to(target));

        assertThat(result.out()).contains("✔").doesNotContain("✘");
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    @Test
    void doctorSaysWhatToDoAboutADumpThatIsMissing() {
        Millrace.Result result =
                millrace.run("doctor", "--from", "dump:nowhere", "-n", "fixtures.orders", "--to", to(target));

        assertThat(result.out()).contains("✘", "→");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"plain,zstd", "plain,snappy", "gzip,gzip", "gzip,none"})
    void exportsADumpToParquet(String kind, String compression) throws SQLException {
        export("--from", dump(kind), "-n", "fixtures.orders", "--to", to(target), "--compression", compression);

        assertThat(orderNumbersOf(target)).isEqualTo(text(orders(), "orderNumber"));
    }

    @Test
    void exportsEveryTypeToParquet() throws SQLException {
        export("--from", dump("plain"), "-n", "fixtures.types", "-n", "fixtures.mixed_ids", "--to", to(target));

        assertThat(query("SELECT count(*) FROM '" + target + "/fixtures/types/*.parquet'"))
                .containsExactly("39");
        assertThat(query("SELECT count(*) FROM '" + target + "/fixtures/mixed_ids/*.parquet'"))
                .containsExactly("20");
    }

    @ParameterizedTest
    @CsvSource({"zstd,zst", "gzip,gz"})
    void exportsADumpToJsonLines(String compression, String suffix) throws IOException {
        export(
                "--from",
                dump("plain"),
                "-n",
                "fixtures.orders",
                "--to",
                to(target),
                "--format",
                "jsonl",
                "--json-mode",
                "canonical",
                "--compression",
                compression);

        Path part = target.resolve("fixtures/orders/part-00000.jsonl." + suffix);
        try (InputStream file = Files.newInputStream(part);
                InputStream in = suffix.equals("zst") ? new ZstdInputStream(file) : new GZIPInputStream(file)) {
            String lines = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(lines.lines().map(BsonDocument::parse).toList()).isEqualTo(orders());
        }
    }

    @Test
    void exportsADumpToTheSameDump() throws IOException {
        export("--from", dump("gzip"), "-n", "fixtures.orders", "--to", to(target), "--format", "bson");

        assertThat(target.resolve("fixtures/orders.bson")).hasSameBinaryContentAs(ORDERS);
    }

    @Test
    void setsUpPubSubAndLooksAtIt() {
        try (PubSubDouble service = PubSubDouble.start()) {
            Millrace emulated = millrace.withVariable("PUBSUB_EMULATOR_HOST", service.host());
            String topic = "pubsub://my-project/orders";

            Millrace.Result result = emulated.run("setup", "--to", topic, "--subscription", "orders-sub");
            Millrace.Result doctor = emulated.run("doctor", "--to", topic);

            assertThat(result.exitCode()).as(result.toString()).isZero();
            assertThat(service.topics()).containsExactly("projects/my-project/topics/orders");
            assertThat(service.subscriptions()).hasSize(1);
            assertThat(doctor.out()).contains("✔ topic", "may be published to");
        }
    }

    @Test
    void streamsToPubSubWithAPlaceInRedis() throws IOException {
        try (RedisProcess redis = RedisProcess.start(directory)) {
            streams(millrace, redis.uri());
        }
    }

    @Test
    void streamsToPubSubWithAPlaceInFirestore() throws IOException {
        Optional<FirestoreEmulator> installed = FirestoreEmulator.start();
        assumeThat(installed).as("Google's emulator").isPresent();
        try (FirestoreEmulator firestore = installed.orElseThrow()) {
            streams(
                    millrace.withVariable("FIRESTORE_EMULATOR_HOST", firestore.host()),
                    "firestore://my-project/places");
        }
    }

    /** Transforms, a schema, deduplication and health take part. */
    private void streams(Millrace program, String places) throws IOException {
        String topic = "projects/my-project/topics/orders";
        Files.createDirectories(directory.resolve("schemas/order"));
        Files.writeString(
                directory.resolve("schemas/order/1.json"),
                "{\"type\": \"object\", \"properties\": {\"total\": {\"type\": \"integer\"}}}");
        int port = freePort();
        try (MongoDouble mongo = new MongoDouble().start();
                PubSubDouble service = PubSubDouble.start().withTopic(topic)) {
            Path config = Files.writeString(
                    directory.resolve("streams.yaml"), """
                    mongodb:
                      connections:
                        main:
                          uri: %s
                          sources:
                            orders: {database: shop, collection: orders, document_type: order, topic: orders,
                                     deduplication: {persistent_enabled: true}}
                    pubsub: {project_id: my-project}
                    documents:
                      schemas: %s
                      salt: pepper
                      types:
                        order:
                          transforms: {post_validation: [{hash: {fields: [name]}}, {remove: [secret]}]}
                    """.formatted(mongo.uri(), directory.resolve("schemas")));
            try (RunningMillrace running = program.withVariable("PUBSUB_EMULATOR_HOST", service.host())
                    .start(
                            "stream",
                            "--config",
                            config.toString(),
                            "--resume-store",
                            places,
                            "--http-port",
                            Integer.toString(port),
                            "--json")) {
                running.awaitLine("STREAMING");
                mongo.insert(
                        "shop.orders",
                        BsonDocument.parse("{_id: 1, total: 5, name: 'Ada', secret: 'x123'}"),
                        BsonDocument.parse("{_id: 2, total: 'five', name: 'Bea'}"));
                Eventually.until("the message", () -> service.stored(topic).size() == 1 || !running.isAlive());

                assertThat(service.stored(topic))
                        .as(running.out() + running.err())
                        .hasSize(1);
                assertThat(service.stored(topic).getFirst().getData().toStringUtf8())
                        .contains("total")
                        .doesNotContain("Ada", "x123");
                assertThat(get(port, "/health")).contains("\"UP\"");
                assertThat(get(port, "/metrics")).contains("millrace_stream_published");
                assertThat(get(port, "/")).contains("<html");
                Millrace.Result result = running.terminate();
                assertThat(result.exitCode()).as(result.toString()).isZero();
                assertThat(result.out()).contains("EventRejected");
            }
        }
    }

    @Test
    void saysThatARunIsDoneAlready() {
        String[] arguments = {"--from", dump("plain"), "-n", "fixtures.orders", "--to", to(target)};
        export(arguments);

        assertThat(export(arguments).out()).contains("was done already");
        assertThat(millrace.run("status").out()).contains("finished");
    }

    @ParameterizedTest
    @EnumSource(WireCompression.class)
    void exportsFromMongoDbOverACompressedConnection(WireCompression compression) throws IOException {
        try (MongoDouble mongo = new MongoDouble().start()) {
            mongo.insert("fixtures.orders", orders().toArray(BsonDocument[]::new));
            String uri = mongo.uri() + "&compressors=" + compression.name().toLowerCase(Locale.ROOT);

            export("--from", uri, "-n", "fixtures.orders", "--to", to(target), "--format", "bson");

            assertThat(mongo.recorded().compressions()).containsExactly(compression);
        }
        assertThat(target.resolve("fixtures/orders.bson")).hasSameBinaryContentAs(ORDERS);
    }

    @Test
    void keepsARunInRedis() {
        try (RedisProcess redis = RedisProcess.start(directory)) {
            Millrace sharing = millrace.withVariable("REDIS_URL", redis.uri());
            String[] arguments = {"export", "--from", dump("plain"), "-n", "fixtures.orders", "--to", to(target)};

            assertThat(sharing.run(arguments).exitCode()).isZero();
            assertThat(sharing.run(arguments).out()).contains("was done already");
            assertThat(sharing.run("status", "--list").out()).contains("finished");
        }
        assertThat(directory.resolve(".millrace")).doesNotExist();
    }

    @Test
    void exportsToCloudStorage() throws IOException, SQLException {
        try (GcsDouble storage = GcsDouble.start("bucket")) {
            Millrace emulated = millrace.withVariable("STORAGE_EMULATOR_HOST", storage.url());
            Millrace.Result result = emulated.run(
                    "export", "--from", dump("plain"), "-n", "fixtures.orders", "--to", "gs://bucket/there");
            Millrace.Result doctor = emulated.run("doctor", "--to", "gs://bucket/there");

            assertThat(result.exitCode()).as(result.toString()).isZero();
            assertThat(doctor.exitCode()).as(doctor.toString()).isZero();
            for (HeldObject object : storage.objects("bucket")) {
                Path file = directory.resolve(object.name());
                Files.createDirectories(file.getParent());
                Files.write(file, object.content());
            }
        }
        assertThat(orderNumbersOf(directory.resolve("there"))).isEqualTo(text(orders(), "orderNumber"));
    }

    @ParameterizedTest
    @CsvSource({"example", "inventory", "orders", "service-orders", "transactions", "users", "types", "pathological"})
    void exportsGeneratedDocuments(String dataset) throws SQLException {
        export("--from", "generated:" + dataset + "?count=500", "--to", to(target), "--chunk-size", "100");

        assertThat(query("SELECT count(*) FROM '" + target + "/*/*/*.parquet'")).containsExactly("500");
    }

    @Test
    void logsInJson() {
        Millrace.Result result = millrace.run(
                "export",
                "--from",
                "generated:orders?count=10",
                "--to",
                "null:",
                "--log-format",
                "json",
                "--log-level",
                "debug",
                "--json");

        List<String> logged =
                result.err().lines().filter(line -> line.startsWith("{")).toList();
        assertThat(logged)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(BsonDocument.parse(line)).containsKeys("timestamp", "level", "message"));
        assertThat(result.out().lines().map(BsonDocument::parse)).isNotEmpty();
    }

    @Test
    void stopsInOrderWhenItIsAsked() {
        try (RunningMillrace running = millrace.start(endless())) {
            running.awaitLine("\\d chunks");

            assertThat(running.terminate().exitCode()).isEqualTo(130);
            assertThat(running.out()).contains("the same command resumes it");
        }
    }

    @Test
    void servesHealthAndMetricsWhileItRuns() throws IOException {
        int port = freePort();
        try (RunningMillrace running = millrace.start(endless("--http-port", Integer.toString(port)))) {
            running.awaitLine("\\d chunks");

            assertThat(get(port, "/readiness")).contains("UP");
            assertThat(get(port, "/metrics")).contains("millrace_");
        }
    }

    @Test
    void takesNoMoreMemoryThanItIsGiven() {
        Millrace bounded = Millrace.isNative() ? millrace : millrace.withHeap("160m");
        AtomicLong peak = new AtomicLong();
        try (RunningMillrace running = bounded.start(
                "export", "--from", "generated:orders?count=200000", "--to", "null:", "--max-memory", "64MB")) {
            Eventually.within(RunningMillrace.PATIENCE, "the end of the run", () -> {
                peak.accumulateAndGet(running.peakMemory(), Math::max);
                return !running.isAlive();
            });
            assertThat(running.await().exitCode()).isZero();
        }
        long program = Millrace.isNative() ? 150 : 350;
        assertThat(peak.get() >> 20).isLessThan(64 + program);
    }

    private Millrace.Result export(String... arguments) {
        List<String> all = new ArrayList<>(List.of("export"));
        all.addAll(List.of(arguments));
        Millrace.Result result = millrace.run(all.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return result;
    }

    private static String[] endless(String... more) {
        List<String> all =
                new ArrayList<>(List.of("export", "--from", "generated:orders?count=100000000", "--to", "null:"));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    private static String dump(String kind) {
        return "dump:" + DUMPS.resolve(kind);
    }

    private static String to(Path directory) {
        return "file:" + directory;
    }

    private static List<String> orderNumbersOf(Path exported) throws SQLException {
        return query("SELECT orderNumber FROM '" + exported + "/fixtures/orders/*.parquet' ORDER BY _id");
    }

    /** The first column of the answer, as text. */
    private static List<String> query(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static List<String> text(List<BsonDocument> documents, String field) {
        return documents.stream()
                .map(document -> document.get(field, new BsonString("")))
                .map(value -> value.asString().getValue())
                .toList();
    }

    /** What the dump holds, as the driver reads it. */
    private static List<BsonDocument> orders() {
        try {
            byte[] bytes = Files.readAllBytes(ORDERS);
            ByteBuffer lengths = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            List<BsonDocument> documents = new ArrayList<>();
            for (int at = 0; at < bytes.length; at += lengths.getInt(at)) {
                documents.add(new RawBsonDocument(bytes, at, lengths.getInt(at)).decode(new BsonDocumentCodec()));
            }
            assertThat(documents).hasSize(ORDER_COUNT);
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String get(int port, String path) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void movesACollectionIntoPostgresAndVerifiesIt(@TempDir Path directory) {
        PostgresServer postgres = PostgresServer.shared();
        String target = postgres.database("native_smoke");
        Millrace millrace = Millrace.in(directory);
        String[] ends = {"--from", "generated:service-orders?count=2000", "--to", target};

        Millrace.Result moved = millrace.run(Arguments.of("migrate", "--nested", "tables", "--chunk-size", "500")
                .and(ends)
                .all());
        Millrace.Result verified = millrace.run(Arguments.of("verify").and(ends).all());

        assertThat(moved.exitCode()).as(moved.toString()).isZero();
        assertThat(postgres.number("native_smoke", "SELECT count(*) FROM service_orders"))
                .isEqualTo(2000);
        assertThat(verified.exitCode()).as(verified.toString()).isZero();
    }

    @Test
    void seedsAMongoDb(@TempDir Path directory) {
        try (MongoDouble mongo = new MongoDouble().start()) {
            Millrace.Result seeded = Millrace.in(directory)
                    .run("seed", "users", "--to", mongo.uri(), "-n", "app.users", "--count", "1000");

            assertThat(seeded.exitCode()).as(seeded.toString()).isZero();
            assertThat(mongo.documents("app.users")).hasSize(1000);
        }
    }

    @Test
    void movesACollectionToAnotherMongoDbAndComparesThem(@TempDir Path directory) {
        try (MongoDouble source = new MongoDouble().start();
                MongoDouble target = new MongoDouble().start()) {
            Millrace millrace = Millrace.in(directory);
            String[] both = {"--from", source.uri(), "-n", "shop.orders", "--to", target.uri()};
            assertThat(millrace.run("seed", "service-orders", "--to", source.uri(), "-n", "shop", "--count", "500")
                            .exitCode())
                    .isZero();

            Millrace.Result moved = millrace.run(with("migrate", both));
            Millrace.Result verified = millrace.run(with("verify", both));

            assertThat(moved.exitCode()).as(moved.toString()).isZero();
            assertThat(target.documents("shop.orders")).hasSize(500);
            assertThat(verified.exitCode()).as(verified.toString()).isZero();
            assertThat(verified.out()).containsPattern("different +0");
            assertThat(millrace.run("indexes", "list", "--from", target.uri(), "-n", "shop.orders")
                            .out())
                    .contains("orderNumber_1");
        }
    }

    @Test
    void infersADefinitionAndSeedsByIt(@TempDir Path directory) throws IOException {
        try (MongoDouble mongo = new MongoDouble().start()) {
            Millrace millrace = Millrace.in(directory);
            millrace.run("seed", "users", "--to", mongo.uri(), "-n", "app.users", "--count", "300");
            Millrace.Result inferred =
                    millrace.run("seed", "--like", mongo.directUri().replace("/?", "/app.users?"), "--dry-run");
            Files.writeString(directory.resolve("like.yaml"), inferred.out());

            Millrace.Result seeded = millrace.run(
                    "seed", "--definition", "like.yaml", "--to", mongo.uri(), "-n", "app.copies", "--count", "50");

            assertThat(seeded.exitCode()).as(inferred + " " + seeded).isZero();
            assertThat(mongo.documents("app.copies")).hasSize(50);
        }
    }

    private static String[] with(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }
}
