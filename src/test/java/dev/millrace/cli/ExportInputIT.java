package dev.millrace.cli;

import static dev.millrace.cli.Exported.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.EveryId;
import dev.millrace.doubles.mongo.Account;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.schema.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever stands in collections comes out again, value by value. All of it is exported once a format, three documents
 * a chunk, by a user with nothing but the role `read`; the tests look at what came of each collection.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportInputIT {

    private static final List<String> RUN = List.of("--chunk-size", "3", "--workers", "2", "--max-memory", "400MB");

    private final MongoDouble mongo =
            MongoDouble.builder().account("reader", "sesame", Account.Role.READ).start();
    private Path directory = Path.of("");
    private Exported parquet = new Exported(Path.of(""));
    private Exported jsonLines = new Exported(Path.of(""));

    @BeforeAll
    void exportEverythingOnceAFormat(@TempDir Path temporary) {
        directory = temporary;
        mongo.load("hard.types", HardDocuments.types())
                .load("hard.names", HardDocuments.names())
                .load("hard.large", HardDocuments.large())
                .load("hard.deep", HardDocuments.deep())
                .load("hard.changing", HardDocuments.changing())
                .insert("hard.ids", HardDocuments.ids().toArray(BsonDocument[]::new))
                .insert("hard.everyId", EveryId.documents().toArray(BsonDocument[]::new))
                .create("hard.empty", new BsonDocument())
                .create("hard.texts", BsonDocument.parse("""
                        {viewOn: "changing", pipeline: [{$match: {_id: {$gte: 120, $lt: 135}}}]}"""))
                .create("hard.capped", BsonDocument.parse("{capped: true, size: 65536}"))
                .insert("hard.capped", numbered(3), numbered(1), numbered(2))
                .insert("other.orders", numbered(1))
                .insert("other.secrets", numbered(1))
                .insert("third.orders", numbered(1));
        parquet = export("parquet", "--keep-nulls");
        jsonLines = export("jsonl", "--json-mode", "canonical");
    }

    @AfterAll
    void stop() {
        mongo.close();
    }

    @Test
    void exportsEveryBsonTypeAndEdgeValue() {
        assertThat(HardDocuments.types()).hasSize(39);
        assertCameThrough("types", raw(HardDocuments.types()));
    }

    @Test
    void exportsIdsOfEveryTypeThatARealServerTook() {
        assertThat(mongo.documents("hard.ids")).hasSize(20);
        assertCameThrough("ids", values(mongo.documents("hard.ids")));
    }

    @Test
    void exportsIdsOfEveryTypeAndEdgeValueMinKeyAndMaxKeyIncluded() {
        assertThat(mongo.documents("hard.everyId"))
                .hasSameSizeAs(EveryId.documents())
                .hasSizeGreaterThan(30);
        assertCameThrough("everyId", values(mongo.documents("hard.everyId")));
    }

    @Test
    void exportsADocumentOf16MegabytesBetweenSmallOnes() {
        assertThat(HardDocuments.large().get(1).length).isBetween((16 << 20) - 2, 16 << 20);
        assertCameThrough("large", raw(HardDocuments.large()));
    }

    @Test
    void exports200LevelsOfNesting() {
        assertCameThrough("deep", raw(HardDocuments.deep()));
    }

    @Test
    void exportsFieldNamesWithDotsDollarsEmojiAndEmptyOnes() {
        assertSame(raw(HardDocuments.names()), parquet.rows("hard.names"), true);
        assertThat(jsonLines.lines("hard.names"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains(
                                "\"\": {\"$numberInt\": \"1\"}",
                                "\"a.b\": {\"$numberInt\": \"2\"}",
                                "\"$where\": {\"$numberInt\": \"3\"}",
                                "\"$oid\": {\"$numberInt\": \"4\"}",
                                "\"😀\": {\"$numberInt\": \"5\"}",
                                "\"new\\nline\": {\"$numberInt\": \"11\"}"));
    }

    /** The driver's reader keeps one of two fields of one name: for JSON the line itself is looked at. */
    @Test
    void exportsDuplicatedFieldNames() {
        assertSame(raw(HardDocuments.names()), parquet.rows("hard.names"), true);
        assertThat(jsonLines.lines("hard.names"))
                .allSatisfy(
                        line -> assertThat(line).contains("\"twice\": {\"$numberInt\": \"12\"}, \"twice\": \"again\""));
    }

    @Test
    void exportsAFieldThatChangesItsTypeInChunk40() {
        assertThat(parquet.objects("hard.changing")).hasSize(50);
        assertCameThrough("changing", raw(HardDocuments.changing()));
    }

    @Test
    void countsInTheManifestWhatWentToTheColumnForTheRest() {
        assertThat(parquet.manifest().getDocument("totals").getNumber("rest").longValue())
                .isPositive();
        assertThat(jsonLines.manifest().getDocument("totals").getNumber("rest").longValue())
                .isZero();
    }

    @Test
    void exportsAnEmptyCollectionAndSaysThatItIsThere() throws Exception {
        assertCameThrough("empty", List.of());
        assertThat(parquet.collections()).contains("hard.empty");
        for (Path object : parquet.objects("hard.empty")) {
            assertThat(Files.size(object)).isPositive();
        }
    }

    @Test
    void exportsAView() {
        assertCameThrough("texts", raw(HardDocuments.changing().subList(120, 135)));
    }

    @Test
    void exportsACappedCollectionInTheOrderOfItsInsertion() {
        assertCameThrough("capped", values(List.of(numbered(3), numbered(1), numbered(2))));
    }

    @Test
    void exportsWhatPatternsSelectAndNothingElse() {
        assertThat(parquet.collections())
                .containsExactlyInAnyOrder(
                        "hard.capped",
                        "hard.changing",
                        "hard.deep",
                        "hard.empty",
                        "hard.everyId",
                        "hard.ids",
                        "hard.large",
                        "hard.names",
                        "hard.texts",
                        "hard.types",
                        "other.orders",
                        "third.orders");
        assertThat(jsonLines.collections()).isEqualTo(parquet.collections());
    }

    @Test
    void exportsWithTheRoleReadAlone() {
        assertThat(parquet.isComplete()).isTrue();
        assertThat(jsonLines.isComplete()).isTrue();
        assertThat(mongo.recorded().commands("splitVector"))
                .as("asked for, and not needed")
                .isNotEmpty();
    }

    @Test
    void exportsOnlyWhatFilterProjectionAndLimitLeave() {
        Exported some = export(
                "jsonl",
                "--filter",
                "{\"_id\": {\"$gte\": 100}, \"v\": {\"$type\": \"int\"}}",
                "--projection",
                "{\"_id\": 0}",
                "--limit",
                "7");

        assertThat(some.lines("hard.changing"))
                .containsExactly(
                        "{\"v\": 100}",
                        "{\"v\": 101}",
                        "{\"v\": 102}",
                        "{\"v\": 103}",
                        "{\"v\": 104}",
                        "{\"v\": 105}",
                        "{\"v\": 106}");
        assertThat(some.lines("hard.names")).isEmpty();
    }

    private void assertCameThrough(String collection, List<Value.Doc> source) {
        assertSame(source, parquet.rows("hard." + collection), true);
        assertSame(source, jsonLines.documents("hard." + collection), true);
    }

    private Exported export(String format, String... more) {
        Path target = directory.resolve(format + more.length);
        Millrace.Result result = Millrace.in(directory)
                .run(Arguments.of("export", "--from", mongo.uri("reader", "sesame"))
                        .and("-n", "hard.*", "-n", "*.orders")
                        .and("--to", "file:" + target, "--format", format)
                        .and(RUN)
                        .and(more)
                        .all());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).containsPattern("rejected +0");
        return new Exported(target);
    }

    private static BsonDocument numbered(int id) {
        return new BsonDocument("_id", new BsonInt32(id));
    }

    private static List<Value.Doc> raw(List<byte[]> documents) {
        return documents.stream().map(Value::document).toList();
    }

    private static List<Value.Doc> values(List<BsonDocument> documents) {
        return documents.stream()
                .map(document -> (Value.Doc) Value.of(document))
                .toList();
    }
}
