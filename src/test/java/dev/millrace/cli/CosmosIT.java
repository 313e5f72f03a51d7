package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.mongo.CosmosAccount;
import dev.millrace.doubles.mongo.MongoDouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program against an account of Azure Cosmos DB for MongoDB (RU), as the double plays it. */
class CosmosIT {

    private static final int DOCUMENTS = 4_000;

    @TempDir
    Path directory;

    @Test
    void exportsAtThePaceThatItIsGiven() {
        try (MongoDouble mongo = stocked(100_000)) {
            Millrace.Result result = export(mongo, "--max-ru", "150", "--json");

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(exportedIds()).hasSize(DOCUMENTS).doesNotHaveDuplicates();
            BsonDocument end = end(result);
            double units = end.getNumber("requestUnits").doubleValue();
            double seconds = end.getNumber("millis").doubleValue() / 1000;
            assertThat(units / seconds).isBetween(60.0, 180.0);
            assertThat(units)
                    .isBetween(
                            mongo.throughput().spent() * 0.8, mongo.throughput().spent() * 1.2);
            assertThat(end.getNumber("requestsMeasured").longValue()).isPositive();
            assertThat(end.getNumber("throttles").longValue()).isZero();
        }
    }

    @Test
    void anAccountThatThrottlesIsReadToTheEndAndTheSummaryTellsWhatItTook() {
        try (MongoDouble mongo = stocked(150)) {
            Millrace.Result result = export(mongo);

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(exportedIds()).hasSize(DOCUMENTS).doesNotHaveDuplicates();
            assertThat(result.err()).contains("RU/s, throttled");
            assertThat(result.out())
                    .containsPattern("RU +\\d+, by the charge of \\d+ of \\d+ requests")
                    .containsPattern("throttled +\\d+\\.\\d s, \\d+ refusals");
            assertThat(mongo.throughput().refused()).as("no tight loop").isLessThan(200);
        }
    }

    @Test
    void seedsAnAccountThatThrottles() {
        try (MongoDouble mongo =
                MongoDouble.builder().cosmos(CosmosAccount.of(3_000)).start()) {
            Millrace.Result result = Millrace.in(directory)
                    .run("seed", "users", "--to", mongo.uri(), "-n", "app.users", "--count", "2000");

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out()).containsPattern("written +2,000 documents").containsPattern("RU +\\d+");
            assertThat(mongo.documents("app.users")).hasSize(2_000);
            assertThat(mongo.throughput().refused()).isPositive();
        }
    }

    @Test
    void migratesToAMongoDbByteForByteThroughStorms() {
        try (MongoDouble account = stocked(1_000);
                MongoDouble target = new MongoDouble().start()) {
            account.throughput().storm(12, Duration.ofMillis(5), 1.3);

            Millrace.Result result = Millrace.in(directory)
                    .run(
                            "migrate",
                            "--from",
                            account.uri(),
                            "-n",
                            "shop.orders",
                            "--to",
                            target.uri(),
                            "--chunk-size",
                            "400",
                            "--max-ru",
                            "300");

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(target.documents("shop.orders")).isEqualTo(account.documents("shop.orders"));
            assertThat(result.out())
                    .containsPattern("written +4,000 documents")
                    .containsPattern("RU +\\d+")
                    .containsPattern("throttled +\\d+\\.\\d s");
        }
    }

    @Test
    void doctorTellsWhatTheAccountIs() {
        try (MongoDouble mongo = stocked(4_000)) {
            Millrace.Result result = Millrace.in(directory)
                    .run("doctor", "--from", mongo.uri(), "-n", "shop.orders", "--to", "file:out");

            assertThat(result.out())
                    .contains("Azure Cosmos DB for MongoDB (RU)", "version 4.2.0", "4000 RU/s are provisioned");
        }
    }

    @Test
    void anAccountSetToAnOldVersionIsToldHowToRaiseIt() {
        try (MongoDouble mongo = MongoDouble.builder()
                .cosmos(CosmosAccount.of(4_000))
                .maxWireVersion(6)
                .start()) {
            Millrace.Result result = export(mongo);

            assertThat(result.exitCode()).isEqualTo(3);
            assertThat(result.err()).contains("wire version 6", "az cosmosdb update", "portal");
        }
    }

    private Millrace.Result export(MongoDouble mongo, String... more) {
        Arguments arguments = new Arguments(List.of(
                "export",
                "--from",
                mongo.uri(),
                "-n",
                "shop.orders",
                "--to",
                "file:out",
                "--format",
                "jsonl",
                "--chunk-size",
                "400"));
        return Millrace.in(directory).run(arguments.and(more).all());
    }

    private List<String> exportedIds() {
        return new Exported(directory.resolve("out"))
                .lines("shop.orders").stream()
                        .map(line -> BsonDocument.parse(line)
                                .getObjectId("_id")
                                .getValue()
                                .toHexString())
                        .toList();
    }

    private static BsonDocument end(Millrace.Result result) {
        Optional<BsonDocument> end = result.out()
                .lines()
                .map(BsonDocument::parse)
                .filter(event -> event.getString("event").getValue().equals("RunEnded"))
                .findFirst();
        return end.orElseThrow();
    }

    private static MongoDouble stocked(double unitsPerSecond) {
        BsonString text = new BsonString("x".repeat(900));
        return MongoDouble.builder()
                .cosmos(CosmosAccount.of(unitsPerSecond))
                .start()
                .insert(
                        "shop.orders",
                        IntStream.range(0, DOCUMENTS)
                                .mapToObj(n -> new BsonDocument(
                                                "_id",
                                                new BsonObjectId(new ObjectId("6553f1006d696c6c%08x".formatted(n))))
                                        .append("n", new BsonInt32(n))
                                        .append("text", text))
                                .toArray(BsonDocument[]::new));
    }
}
