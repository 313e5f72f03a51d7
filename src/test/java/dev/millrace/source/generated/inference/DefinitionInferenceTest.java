package dev.millrace.source.generated.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Namespace;
import dev.millrace.source.generated.Datasets;
import dev.millrace.source.generated.DefinitionText;
import dev.millrace.source.generated.GeneratedCollection;
import dev.millrace.source.generated.GeneratedSource;
import dev.millrace.source.generated.MadeUp;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DefinitionInferenceTest {

    private final SplittableRandom random = new SplittableRandom(1);

    static List<String> names() {
        return Datasets.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void anyDataSetCanBeImitated(String name) {
        List<RawBsonDocument> originals = MadeUp.raw(MadeUp.source(name + "?count=1000&maxDocumentBytes=20000"));

        String yaml = yaml(originals);

        assertThat(MadeUp.documents(like(yaml, 300))).hasSize(300);
    }

    @Test
    void imitationsHaveTheTypesAndSizesOfTheOriginals() {
        List<RawBsonDocument> originals = MadeUp.raw(MadeUp.source("service-orders?count=3000"));

        List<BsonDocument> made = MadeUp.documents(like(yaml(originals), 1000));

        assertThat(types(made)).isEqualTo(types(originals));
        assertThat(bytes(made) / 1000.0 / (bytes(originals) / 3000.0)).isBetween(0.8, 1.2);
    }

    @Test
    void fieldsAreNullAndMissingAsOftenAsInTheSample() {
        List<BsonDocument> originals = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            BsonDocument document = BsonDocument.parse("{_id: " + i + ", n: " + (i % 4 == 0 ? "null" : i) + "}");
            if (i % 10 < 3) {
                document.append("address", BsonDocument.parse("{city: 'x" + i + "'}"));
            }
            originals.add(document);
        }

        List<BsonDocument> made = MadeUp.documents(like(yaml(originals), 4000));

        assertThat(made.stream().filter(document -> document.isNull("n")).count())
                .isBetween(900L, 1100L);
        assertThat(made.stream()
                        .filter(document -> document.isDocument("address"))
                        .count())
                .isBetween(1080L, 1320L);
        assertThat(made).extracting(document -> document.get("_id")).doesNotHaveDuplicates();
    }

    @Test
    void valuesAreCopiedOnlyWhereManyDocumentsHaveEachOfFew() {
        List<BsonDocument> originals = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            originals.add(BsonDocument.parse("{_id: " + i + ", status: '" + (i % 3 == 0 ? "open" : "done")
                    + "', diagnosis: '"
                    + (i == 77 ? "rare illness" : "none") + "', email: 'anna" + i % 2 + "@example.org', salary: "
                    + (31_234 + i) + ", card: '4711 0815 1234 567" + i % 5 + "', name: 'Person "
                    + "abcdefgh".charAt(i % 8) + i + "'}"));
        }

        String yaml = yaml(originals);

        assertThat(yaml).contains("open", "done", "status (2 values)", "diagnosis (1 value)");
        assertThat(yaml).doesNotContain("rare illness", "anna", "example.org", "4711", "31234", "33233", "Person");
        List<BsonDocument> made = MadeUp.documents(like(yaml, 500));
        assertThat(made).allSatisfy(document -> {
            assertThat(document.getString("email").getValue()).contains("@");
            assertThat(document.getString("card").getValue()).matches("\\d{4} \\d{4} \\d{4} \\d{4}");
            assertThat(document.getInt32("salary").getValue()).isBetween(31_000, 33_400);
        });
    }

    @Test
    void whatOneDocumentSaysOftenIsNotCommon() {
        List<BsonDocument> originals = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            originals.add(BsonDocument.parse(
                    "{_id: " + i + ", tags: [" + (i == 5 ? "'secret', ".repeat(100) : "") + "'plain']}"));
        }

        assertThat(yaml(originals)).doesNotContain("secret");
    }

    @Test
    void formsOfTextsAreFound() {
        List<BsonDocument> originals = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            originals.add(BsonDocument.parse("{_id: '" + new UUID(random.nextLong(), random.nextLong())
                    + "', sku: 'AB-" + (10000 + i) + "', hash: '"
                    + String.format("%016x", random.nextLong() | 0xa1L << 56)
                    + "', text: 'some words " + "x".repeat(i % 40) + "'}"));
        }

        List<BsonDocument> made = MadeUp.documents(like(yaml(originals), 200));

        assertThat(made).allSatisfy(document -> {
            assertThat(document.getString("_id").getValue()).matches("[0-9a-f-]{36}");
            assertThat(document.getString("sku").getValue()).matches("[A-Z]{2}-\\d{5}");
            assertThat(document.getString("hash").getValue()).matches("[0-9a-f]{16}");
            assertThat(document.getString("text").getValue()).hasSizeBetween(11, 50);
        });
    }

    @Test
    void distributionsAreFound() {
        List<BsonDocument> originals = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            double gauss = 0;
            for (int j = 0; j < 12; j++) {
                gauss += random.nextDouble();
            }
            originals.add(BsonDocument.parse("{_id: " + i + ", even: " + random.nextInt(1, 1000) + ", bell: "
                    + Math.round(500 + 60 * (gauss - 6)) + ", tail: " + (int) Math.pow(1000, random.nextDouble())
                    + "}"));
        }

        String yaml = yaml(originals);

        assertThat(yaml.lines().filter(line -> line.contains("even:")))
                .allMatch(line -> !line.contains("distribution"));
        assertThat(yaml.substring(yaml.indexOf("bell:"), yaml.indexOf("tail:"))).contains("normal");
        assertThat(yaml.substring(yaml.indexOf("tail:"))).contains("zipf");
    }

    @Test
    void manyFieldNamesThatAreRareAreTakenForData() {
        List<BsonDocument> originals = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            originals.add(BsonDocument.parse("{_id: " + i + ", visits: {user" + i + ": 1, total: 5}}"));
        }

        String yaml = yaml(originals);

        assertThat(yaml).doesNotContain("user7").contains("Left out: visits.…", "total");
    }

    private static String yaml(List<? extends BsonDocument> documents) {
        DocumentBatch batch = new DocumentBatch(1 << 20);
        for (BsonDocument document : documents) {
            RawBsonDocument raw = document instanceof RawBsonDocument given
                    ? given
                    : new RawBsonDocument(document, new BsonDocumentCodec());
            var bytes = raw.getByteBuffer();
            batch.add(bytes.array(), bytes.position(), bytes.remaining());
        }
        return DefinitionInference.yaml(
                new CollectionInfo(
                        Namespace.parse("shop.originals"),
                        CollectionKind.COLLECTION,
                        documents.size(),
                        batch.byteCount(),
                        new BsonDocument()),
                batch);
    }

    private static GeneratedSource like(String yaml, int count) {
        return new GeneratedSource(
                GeneratedCollection.parse("like?count=" + count).definedBy(new DefinitionText("like", yaml)));
    }

    private static TreeMap<String, BsonType> types(List<? extends BsonDocument> documents) {
        TreeMap<String, BsonType> types = new TreeMap<>();
        documents.forEach(document -> document.forEach((name, value) -> {
            if (!value.isNull()) {
                types.put(name, value.getBsonType());
            }
        }));
        return types;
    }

    private static long bytes(List<? extends BsonDocument> documents) {
        return documents.stream()
                .mapToLong(document -> new RawBsonDocument(document, new BsonDocumentCodec())
                        .getByteBuffer()
                        .remaining())
                .sum();
    }
}
