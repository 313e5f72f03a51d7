package dev.millrace.sink.postgres.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.millrace.bson.JsonMode;
import dev.millrace.bson.NulPolicy;
import dev.millrace.contract.EveryId;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.schema.Nesting;
import dev.millrace.schema.RandomDocuments;
import dev.millrace.sink.postgres.copy.CopyRules;
import dev.millrace.sink.postgres.table.ObjectIdForm;
import dev.millrace.source.NamespaceSelection;
import dev.millrace.source.generated.GeneratedCollection;
import dev.millrace.source.generated.GeneratedSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was loaded is found equal, and whatever was changed afterwards is found, against a real PostgreSQL. */
class PostgresComparisonTest {

    private static final List<byte[]> ORDERS = documents(
            "{_id: 1, total: 10, note: \"a\", address: {city: \"Ulm\", zip: 1}, items: [{sku: \"x\", n: 1}, {sku: \"y\", n: 2}]}",
            "{_id: 2, total: 20, note: \"b\", address: {city: \"Bonn\", zip: 2}, items: [{sku: \"z\", n: 3}]}",
            "{_id: 3, total: 30, note: \"c\", address: {city: \"Kiel\", zip: 3}, items: []}");

    private ComparedTables tables;

    @BeforeEach
    void newDatabase() {
        tables = new ComparedTables("verify_test");
    }

    @ParameterizedTest
    @CsvSource({
        "JSON, RELAXED",
        "JSON, CANONICAL",
        "FLATTEN, RELAXED",
        "FLATTEN, CANONICAL",
        "TABLES, RELAXED",
        "TABLES, CANONICAL"
    })
    void everyTypeAndEdgeValueIsEqual(Nesting nesting, JsonMode json) {
        List<byte[]> documents = generated("types?count=400");

        long loaded = tables.load("r1", documents, nesting, rules(json, ObjectIdForm.TEXT, false));

        assertThat(loaded).isGreaterThan(documents.size() * 8L / 10);
        assertEqual(documents, loaded);
    }

    @ParameterizedTest
    @CsvSource({
        "1, JSON, RELAXED",
        "2, FLATTEN, CANONICAL",
        "3, TABLES, RELAXED",
        "4, TABLES, CANONICAL",
        "5, FLATTEN, RELAXED"
    })
    void randomDocumentsAreEqual(long seed, Nesting nesting, JsonMode json) {
        List<byte[]> documents = withDistinctIds(new RandomDocuments(seed, "0").next(400));
        ObjectIdForm objectIds = seed % 2 == 0 ? ObjectIdForm.BYTEA : ObjectIdForm.TEXT;

        long loaded = tables.load("r1", documents, nesting, rules(json, objectIds, seed % 2 == 0));

        assertThat(loaded).isGreaterThan(100);
        assertEqual(documents, loaded);
    }

    @ParameterizedTest
    @CsvSource({"RELAXED", "CANONICAL"})
    void idsOfEveryTypeAreFound(JsonMode json) {
        List<byte[]> documents =
                EveryId.documents().stream().map(PostgresComparisonTest::bytes).toList();

        long loaded = tables.load("r1", documents, Nesting.JSON, rules(json, ObjectIdForm.TEXT, false));

        assertEqual(documents, loaded);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{$numberLong: \"N\"}",
                "{$numberDouble: \"N.5\"}",
                "{$numberDecimal: \"N.50\"}",
                "{$date: {$numberLong: \"-N000000000000\"}}",
                "{$oid: \"65000000000000000000000N\"}",
                "{$binary: {base64: \"AAAAAAAAAAAAAAAAAAAANA==\", subType: \"04\"}}",
                "{$binary: {base64: \"AANA\", subType: \"00\"}}",
                "\"quote \\\" and ' and \\\\ N\"",
                "{a: N}"
            })
    void idsOfOneTypeAreFound(String id) {
        List<byte[]> documents = new ArrayList<>();
        for (int n = 1; n < 10; n++) {
            documents.add(bytes(BsonDocument.parse("{_id: " + id.replace("N", Integer.toString(n)) + ", v: 1}")));
        }
        ObjectIdForm objectIds = id.contains("oid") ? ObjectIdForm.BYTEA : ObjectIdForm.TEXT;

        long loaded = tables.load("r1", documents, Nesting.JSON, rules(JsonMode.RELAXED, objectIds, false));

        assertThat(loaded).isEqualTo(9);
        assertEqual(documents, loaded);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$numberDecimal | NaN Infinity -Infinity 0 0.000 0E+3 1 10000 100000000 1.0000000000 -1.50 0.00001234 1E+20 1E-20"
                        + " 9999999999999999999999999999999999 1E-6176 9.9E+6144",
                "$numberDouble  | NaN Infinity -Infinity 0.0 -0.0 1.5 1E300 4.9E-324",
                "$numberInt     | 0 -1 2147483647 -2147483648",
                "$numberLong    | 0 -1 9223372036854775807 -9223372036854775808",
                "$date          | 0 -1 1577836800001 -210866803200000 9224318015999999 -62135596800001"
            })
    void edgeValuesInColumnsOfTheirTypeAreEqual(String type, String values) {
        List<byte[]> documents = new ArrayList<>();
        for (String value : values.split(" ")) {
            String inner = type.equals("$date") ? "{\"$numberLong\": \"" + value + "\"}" : "\"" + value + "\"";
            documents.add(bytes(BsonDocument.parse(
                    "{_id: {\"n\": " + documents.size() + "}, v: {\"" + type + "\": " + inner + "}}")));
        }

        long loaded = tables.load("r1", documents, Nesting.JSON, CopyRules.standard());

        assertThat(loaded).isEqualTo(documents.size());
        assertThat(tables.rows("SELECT count(v) > 1 FROM items")).containsExactly("t");
        assertEqual(documents, loaded);
    }

    @ParameterizedTest
    @CsvSource({
        "$numberDecimal, NaN Infinity -Infinity 0 1E+3 -1.50",
        "$numberDouble, NaN Infinity -Infinity 0.0 1E300 4.9E-324"
    })
    void idsThatAreNoUsualNumbersAreFound(String type, String values) {
        List<byte[]> documents = new ArrayList<>();
        for (String value : values.split(" ")) {
            documents.add(bytes(BsonDocument.parse("{_id: {\"" + type + "\": \"" + value + "\"}, n: 1}")));
        }

        long loaded = tables.load("r1", documents, Nesting.JSON, CopyRules.standard());

        assertEqual(documents, loaded);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JSON    | UPDATE items SET total = 11 WHERE _id = 1 | differs in total",
                "JSON    | UPDATE items SET total = NULL, note = 'x' WHERE _id = 1 | differs in total, note",
                "JSON    | UPDATE items SET address = jsonb_set(address, '{zip}', '1.0') WHERE _id = 1 | differs in address",
                "JSON    | UPDATE items SET items = items - 0 WHERE _id = 1 | differs in items",
                "JSON    | UPDATE items SET _rest = '{}' WHERE _id = 1 | differs in _rest",
                "JSON    | DELETE FROM items WHERE _id = 1 | has no row",
                "JSON    | UPDATE items SET _id = 100 WHERE _id = 1 | has no row",
                "FLATTEN | UPDATE items SET address_city = 'Rom' WHERE _id = 1 | differs in address_city",
                "TABLES  | UPDATE items_items SET n = 7 WHERE items_id = 1 AND ordinal = 1 | differs in items_items[1].n",
                "TABLES  | DELETE FROM items_items WHERE items_id = 1 AND ordinal = 0 | differs in items_items[0] is missing",
                "TABLES  | INSERT INTO items_items VALUES (1, 2, 'w', 9) | differs in items_items[2] is not in the document"
            })
    void findsWhatWasChanged(Nesting nesting, String change, String reason) {
        tables.load("r1", ORDERS, nesting, CopyRules.standard());
        tables.execute(change);

        long equal = tables.compare(ORDERS);

        assertThat(equal).isEqualTo(2);
        assertThat(tables.told()).containsExactly("{\"$numberInt\": \"1\"} " + reason);
        assertThat(tables.notes)
                .contains("shop.items _id {\"$numberInt\": \"1\"} " + reason)
                .anyMatch(note -> note.contains("2 of 3 documents equal"));
    }

    @Test
    void findsRowsThatBelongToNoDocument() {
        tables.load("r1", ORDERS, Nesting.TABLES, CopyRules.standard());
        tables.execute("INSERT INTO items (_id) VALUES (4), (5); INSERT INTO items_items VALUES (4, 0, 'w', 9)");

        long equal = tables.compare(ORDERS);

        assertThat(equal).isEqualTo(3);
        assertThat(tables.unmatched).isEqualTo(3);
        assertThat(tables.notes)
                .anyMatch(note -> note.contains("\"items\" has 2 rows that belong to no document"))
                .anyMatch(note -> note.contains("\"items_items\" has 1 row that belongs to no document"));
    }

    @Test
    void doesNotCallRowsTooManyWhereOnlySomeDocumentsAreRead() {
        tables.load("r1", ORDERS, Nesting.JSON, CopyRules.standard());
        tables.complete = false;

        assertThat(tables.compare(ORDERS.subList(0, 2))).isEqualTo(2);
        assertThat(tables.unmatched).isZero();
        assertThat(tables.notes).anyMatch(note -> note.contains("were not looked for"));
    }

    @Test
    void showsValuesOnlyWhereAskedTo() {
        tables.load("r1", ORDERS, Nesting.JSON, CopyRules.standard());
        tables.execute("UPDATE items SET total = 11, note = NULL WHERE _id = 1");
        tables.showValues = true;

        tables.compare(ORDERS);

        assertThat(tables.told())
                .singleElement()
                .asString()
                .endsWith("total (10 in the source, 11 in the table), note (a in the source, null in the table)");
    }

    @Test
    void namesTheColumnsOfSoManyDifferencesAsAreToBeShown() {
        tables.load("r1", ORDERS, Nesting.JSON, CopyRules.standard());
        tables.execute("UPDATE items SET total = 11");
        tables.show = 1;

        assertThat(tables.compare(ORDERS)).isZero();
        assertThat(tables.told().map(told -> told.substring(told.indexOf('}') + 2)))
                .containsExactly("differs in total", "differs", "differs");
        assertThat(tables.notes).contains("… and 2 more, which are in the file of differences");
    }

    @Test
    void aDocumentThatTheLoadRejectedHasNoRow() {
        List<byte[]> documents = documents("{_id: 1, s: \"good\"}", "{_id: 2, s: \"a\\u0000b\"}");
        assertThat(tables.load("r1", documents, Nesting.JSON, CopyRules.standard()))
                .isEqualTo(1);

        assertThat(tables.compare(documents)).isEqualTo(1);
        assertThat(tables.told()).singleElement().asString().contains("has no row, as it was rejected", "NUL");
    }

    @Test
    void receiptsOfEarlierProcessesSayWhatTheyFound() {
        tables.load("r1", ORDERS, Nesting.TABLES, CopyRules.standard());
        tables.execute("UPDATE items SET total = 11 WHERE _id = 1");

        tables.conclude(
                List.of(tables.compareChunk(0, ORDERS.subList(0, 2)), tables.compareChunk(1, ORDERS.subList(2, 3))));

        assertThat(tables.unmatched).isZero();
        assertThat(tables.notes)
                .contains("shop.items _id {\"$numberInt\": \"1\"} differs in total")
                .anyMatch(note -> note.contains("2 of 3 documents equal"));
    }

    @Test
    void doesNotMixFindingsOfTwoLoads() {
        tables.load("r1", ORDERS, Nesting.JSON, CopyRules.standard());
        ChunkReceipt first = tables.compareChunk(0, ORDERS);
        tables.execute("TRUNCATE items");
        tables.load("r2", ORDERS, Nesting.JSON, CopyRules.standard());

        assertThatThrownBy(() -> tables.conclude(List.of(first)))
                .asInstanceOf(type(MillraceException.class))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFLICT))
                .satisfies(e -> assertThat(e.hint()).contains("--restart"));
    }

    @Test
    void saysThatNoRunHasMadeTheTable() {
        tables.execute("CREATE TABLE items (_id integer PRIMARY KEY)");

        assertThatThrownBy(() -> tables.compare(ORDERS))
                .asInstanceOf(type(MillraceException.class))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND))
                .satisfies(e -> assertThat(e.problem()).contains("shop.items", "public"))
                .satisfies(e -> assertThat(e.hint()).contains("--schema-name"));
    }

    private void assertEqual(List<byte[]> documents, long loaded) {
        long equal = tables.compare(documents);

        assertThat(tables.told().filter(told -> !told.contains("has no row"))).isEmpty();
        assertThat(equal).isEqualTo(loaded);
        assertThat(tables.unmatched).isZero();
    }

    private static CopyRules rules(JsonMode json, ObjectIdForm objectIds, boolean keepNulls) {
        return new CopyRules(NulPolicy.REPLACE, json, keepNulls, objectIds);
    }

    private static List<byte[]> generated(String collection) {
        try (GeneratedSource source = new GeneratedSource(GeneratedCollection.parse(collection))) {
            CollectionInfo info =
                    source.collections(new NamespaceSelection(List.of("*"))).getFirst();
            DocumentBatch batch = new DocumentBatch(1 << 16);
            source.sample(info, (int) info.documents(), batch);
            List<byte[]> documents = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                documents.add(Arrays.copyOfRange(batch.bytes(), batch.offset(i), batch.offset(i) + batch.length(i)));
            }
            return documents;
        }
    }

    private static List<byte[]> withDistinctIds(List<byte[]> documents) {
        Set<String> seen = new HashSet<>();
        return documents.stream()
                .filter(document -> seen.add(String.valueOf(new RawBsonDocument(document).get("_id"))))
                .toList();
    }

    private static List<byte[]> documents(String... json) {
        return List.of(json).stream()
                .map(document -> bytes(BsonDocument.parse(document)))
                .toList();
    }

    private static byte[] bytes(BsonDocument document) {
        RawBsonDocument raw = new RawBsonDocument(document, new BsonDocumentCodec());
        byte[] bytes = new byte[raw.getByteBuffer().remaining()];
        raw.getByteBuffer().get(bytes);
        return bytes;
    }
}
