package dev.millrace.sink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bson.JsonMode;
import dev.millrace.bson.NulPolicy;
import dev.millrace.bson.TypeByte;
import dev.millrace.contract.EveryId;
import dev.millrace.doubles.PostgresServer;
import dev.millrace.model.Namespace;
import dev.millrace.schema.BsonBytes;
import dev.millrace.schema.Column;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.InferenceRules;
import dev.millrace.schema.Nesting;
import dev.millrace.schema.RandomDocuments;
import dev.millrace.schema.SchemaInference;
import dev.millrace.schema.TableSchema;
import dev.millrace.schema.Value;
import dev.millrace.sink.postgres.table.ObjectIdForm;
import dev.millrace.sink.postgres.table.TableLayout;
import dev.millrace.sink.postgres.table.TableOptions;
import dev.millrace.source.generated.MadeUp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Documents go into tables of a real PostgreSQL by COPY, and what its rows say is what went in. */
class CopyRoundTripTest {

    private static final Namespace ORDERS = new Namespace("shop", "orders");

    private static Connection connection;

    private JsonMode json = JsonMode.CANONICAL;
    private NulPolicy nul = NulPolicy.REJECT;
    private ObjectIdForm objectIds = ObjectIdForm.TEXT;
    private boolean keepNulls;

    @BeforeAll
    static void connect() throws Exception {
        connection = PostgresServer.shared().connect();
    }

    @AfterAll
    static void disconnect() throws Exception {
        connection.close();
    }

    @ParameterizedTest
    @CsvSource({"JSON,false", "JSON,true", "FLATTEN,false", "FLATTEN,true", "TABLES,false", "TABLES,true"})
    void givesBackTheTranscriptsDocumentOfEachType(Nesting nesting, boolean keepNulls) throws Exception {
        this.keepNulls = keepNulls;
        List<byte[]> documents = transcriptDocuments();

        assertThat(documents).hasSize(39);
        assertGivenBack(documents, infer(documents, nesting), 1);
    }

    @ParameterizedTest
    @EnumSource(JsonMode.class)
    void givesBackIdsOfEveryType(JsonMode mode) throws Exception {
        json = mode;
        nul = NulPolicy.REPLACE;
        List<byte[]> documents = EveryId.documents().stream()
                .filter(document -> !document.toJson().contains("\\u0000"))
                .map(document -> bytes(document))
                .toList();

        CopyCounts counts = assertGivenBack(documents, infer(documents, Nesting.JSON), 0);

        assertThat(counts).isEqualTo(new CopyCounts(documents.size(), 0, 0, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"types,39", "mixed_ids,20", "orders,2000", "log,50", "checked,1", "empty,0"})
    void givesBackEachDumpOfARealServer(String dump, int count) throws Exception {
        List<byte[]> documents = dump(dump);

        assertThat(documents).hasSize(count);
        for (Nesting nesting : List.of(Nesting.JSON, Nesting.FLATTEN, Nesting.TABLES)) {
            for (JsonMode mode : JsonMode.values()) {
                json = mode;
                assertGivenBack(documents.subList(0, Math.min(count, 400)), infer(documents, nesting), 1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,JSON,CANONICAL", "2,JSON,RELAXED", "3,FLATTEN,CANONICAL", "4,FLATTEN,RELAXED",
        "5,TABLES,CANONICAL", "6,TABLES,RELAXED", "7,TABLES,CANONICAL", "8,TABLES,RELAXED"
    })
    void givesBackRandomDocuments(long seed, Nesting nesting, JsonMode mode) throws Exception {
        json = mode;
        keepNulls = seed % 4 < 2;
        objectIds = seed % 3 == 0 ? ObjectIdForm.BYTEA : ObjectIdForm.TEXT;
        List<byte[]> documents = withDistinctIds(new RandomDocuments(seed, "0").next(400));
        // What comes later is not in the sample: it must fit all the same, or have no _id that fits.
        assertGivenBack(documents, infer(documents.subList(0, 40), nesting), 80);
    }

    @ParameterizedTest
    @CsvSource({
        "types?count=300,JSON,RELAXED,300",
        "types?count=300,TABLES,CANONICAL,300",
        "pathological?count=900,JSON,RELAXED,300",
        "pathological?count=900,FLATTEN,CANONICAL,300",
        "pathological?count=900,TABLES,RELAXED,300",
        "orders?count=300,TABLES,RELAXED,0",
        "service-orders?count=300,FLATTEN,RELAXED,0",
        "service-orders?count=300,TABLES,CANONICAL,0",
        "users?count=300,JSON,RELAXED,0"
    })
    void givesBackGeneratedDocuments(String dataset, Nesting nesting, JsonMode mode, int mostRejected)
            throws Exception {
        json = mode;
        List<byte[]> documents = MadeUp.raw(MadeUp.source(dataset)).stream()
                .map(document -> bytes(document))
                .toList();

        CopyCounts counts = assertGivenBack(documents, infer(documents, nesting), mostRejected);

        assertThat(counts.rows()).isGreaterThanOrEqualTo(documents.size() - mostRejected);
    }

    @Test
    void givesBackFieldsInAnyOrder() throws Exception {
        List<byte[]> documents = List.of(
                BsonBytes.document()
                        .int32("_id", 1)
                        .int32("a", 1)
                        .string("b", "x")
                        .int32("c", 3)
                        .toArray(),
                BsonBytes.document()
                        .int32("c", 3)
                        .string("b", "y")
                        .int32("a", 1)
                        .int32("_id", 2)
                        .toArray(),
                BsonBytes.document()
                        .string("b", "z")
                        .int32("_id", 3)
                        .int32("other", 5)
                        .int32("c", 3)
                        .toArray(),
                BsonBytes.document()
                        .int32("_id", 4)
                        .int32("c", 3)
                        .nothing("b")
                        .int32("a", 7)
                        .toArray());

        assertGivenBack(documents, infer(documents, Nesting.JSON), 0);
    }

    @Test
    void keysChildRowsByAnIdThatDoesNotComeFirst() throws Exception {
        BsonBytes items = BsonBytes.document()
                .document("0", BsonBytes.document().int32("x", 1))
                .nothing("1")
                .document(
                        "2",
                        BsonBytes.document()
                                .int32("y", 1)
                                .array(
                                        "parts",
                                        BsonBytes.document()
                                                .document(
                                                        "0",
                                                        BsonBytes.document().string("p", "q"))))
                .int32("3", 9)
                .document("4", BsonBytes.document());
        List<byte[]> documents = List.of(
                BsonBytes.document().array("items", items).int32("_id", 1).toArray(),
                BsonBytes.document()
                        .int32("_id", 2)
                        .array("items", BsonBytes.document())
                        .toArray(),
                BsonBytes.document().int32("_id", 3).nothing("items").toArray(),
                BsonBytes.document().int32("_id", 4).array("items", items).toArray());
        List<byte[]> sample = List.of(BsonBytes.document()
                .int32("_id", 1)
                .array(
                        "items",
                        BsonBytes.document()
                                .document(
                                        "0",
                                        BsonBytes.document()
                                                .int32("x", 1)
                                                .int32("y", 1)
                                                .array(
                                                        "parts",
                                                        BsonBytes.document()
                                                                .document(
                                                                        "0",
                                                                        BsonBytes.document()
                                                                                .string("p", "q")))))
                .toArray());

        assertGivenBack(documents, infer(sample, Nesting.TABLES), 0);
    }

    @Test
    void writesDecimalsAsTheServerWouldReadThem() throws Exception {
        List<String> texts = List.of(
                "0",
                "0.00",
                "0E-6176",
                "0E+5",
                "1",
                "-1",
                "10",
                "100",
                "1000",
                "9999",
                "10000",
                "10001",
                "99999999",
                "0.1",
                "0.01",
                "0.001",
                "0.0001",
                "0.00001",
                "1.5",
                "1.50",
                "1.500000",
                "-12345.6789",
                "1E+3",
                "1.23E+5",
                "1E-6176",
                "9.999999999999999999999999999999999E+6144",
                "1234567890123456789012345678901234",
                "0.1234567890123456789012345678901234",
                "NaN",
                "Infinity",
                "-Infinity");
        TableSchema schema = new TableSchema(
                List.of(Column.of("_id", ColumnType.Scalar.INT32), Column.of("d", ColumnType.Scalar.DECIMAL)));
        List<byte[]> documents = new ArrayList<>();
        for (String text : texts) {
            documents.add(BsonBytes.document()
                    .int32("_id", documents.size())
                    .put("d", 0x13, decimal(text))
                    .toArray());
        }

        CopiedTables tables = copied(documents, schema, 0);

        List<String> expected = texts.stream()
                .map(text -> text.matches(".*[a-z].*") ? text : new java.math.BigDecimal(text).toPlainString())
                .toList();
        assertThat(tables.rows("SELECT d::text FROM orders ORDER BY _id"))
                .map(List::getFirst)
                .isEqualTo(expected);
    }

    @Test
    void keepsNegativeZeroInRest() throws Exception {
        List<byte[]> documents = List.of(BsonBytes.document()
                .int32("_id", 1)
                .put("d", 0x13, decimal("-0.0"))
                .toArray());

        CopyCounts counts = assertGivenBack(documents, infer(documents, Nesting.JSON), 0);

        assertThat(counts.rest()).isEqualTo(1);
    }

    @Test
    void givesBackDecimalsWithAScaleFromASchema() throws Exception {
        TableSchema schema = new TableSchema(
                List.of(Column.of("_id", ColumnType.Scalar.INT32), Column.of("d", new ColumnType.Decimal(38, 2))));
        List<byte[]> documents = new ArrayList<>();
        for (String text : List.of(
                "1.5",
                "1.50",
                "-0",
                "0E+3",
                "NaN",
                "1.005",
                "1E+35",
                "1E+36",
                "-99.99",
                "-1E+35",
                "0.01",
                "123456789012345678901234567890.12",
                "-123456789012345678901234567890.12")) {
            documents.add(BsonBytes.document()
                    .int32("_id", documents.size())
                    .put("d", 0x13, decimal(text))
                    .toArray());
        }
        documents.add(
                BsonBytes.document().int32("_id", -1).int64("d", Long.MIN_VALUE).toArray());

        CopyCounts counts = assertGivenBack(documents, schema, 0);

        assertThat(counts.rest()).isEqualTo(4);
    }

    @Test
    void givesBackDoublesInsideRelaxedJson() throws Exception {
        json = JsonMode.RELAXED;
        double[] doubles = {
            0,
            -0.0,
            1,
            -1,
            0.1,
            1.5,
            1e6,
            1e7,
            -1e7,
            12345678.9,
            123456789012345.6,
            999999999999999.0,
            1e15,
            1e16,
            1e300,
            0.001,
            0.0009999,
            1e-300,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            5e-324,
            1d / 3
        };
        BsonBytes array = BsonBytes.document();
        for (int i = 0; i < doubles.length; i++) {
            array.float64("" + i, doubles[i]);
        }
        List<byte[]> documents = List.of(BsonBytes.document()
                .int32("_id", 1)
                .document(
                        "d",
                        BsonBytes.document()
                                .array("a", array)
                                .int64("big", Long.MAX_VALUE)
                                .int32("small", 5))
                .toArray());

        CopyCounts counts = assertGivenBack(documents, infer(documents, Nesting.JSON), 0);

        assertThat(counts.rest()).isZero();
    }

    @Test
    void givesBackDatesAndKeepsThoseOutsideTheRangeInRest() throws Exception {
        List<byte[]> documents = new ArrayList<>();
        for (long date : new long[] {
            0,
            -1,
            1,
            -210_866_803_200_000L,
            -210_866_803_200_001L,
            9_224_318_015_999_999L,
            9_224_318_016_000_000L,
            Long.MAX_VALUE,
            Long.MIN_VALUE
        }) {
            documents.add(BsonBytes.document()
                    .int32("_id", documents.size())
                    .put("d", 0x09, BsonBytes.int64(date))
                    .toArray());
        }

        CopyCounts counts = assertGivenBack(documents, infer(documents, Nesting.JSON), 0);

        assertThat(counts.rest()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"REMOVE,ab|b|{\"k\": \"ab\"},5,0", "REPLACE,a\uFFFDb|\uFFFDb\uFFFD|{\"k\": \"a\uFFFD\uFFFDb\"},0,5"})
    void removesOrReplacesNulCharacters(NulPolicy policy, String expected, long removed, long replaced)
            throws Exception {
        nul = policy;
        List<byte[]> documents = List.of(BsonBytes.document()
                .int32("_id", 1)
                .string("s", "a\0b")
                .string("t", "\0b\0")
                .document("j", BsonBytes.document().string("k", "a\0\0b"))
                .toArray());
        TableSchema schema = infer(documents, Nesting.JSON);
        CopyEncoder encoder = encoder(schema);

        CopiedTables tables = copied(encoder, documents, schema, 0);

        assertThat(tables.rows("SELECT s || '|' || t || '|' || j FROM orders")).containsExactly(List.of(expected));
        assertThat(encoder.counts()).isEqualTo(new CopyCounts(1, 0, 0, removed, replaced, 0));
    }

    @Test
    void rejectsNulCharactersAndLeavesNoTrace() throws Exception {
        byte[] plain = BsonBytes.document()
                .int32("_id", 1)
                .string("s", "x")
                .string("r", "y")
                .toArray();
        TableSchema schema = new TableSchema(
                List.of(Column.of("_id", ColumnType.Scalar.INT32), Column.of("s", ColumnType.Scalar.STRING)));
        CopyEncoder encoder = encoder(schema);

        String inColumn = encode(
                encoder,
                BsonBytes.document()
                        .int32("_id", 2)
                        .string("s", "a\0")
                        .string("r", "y")
                        .toArray());
        String inRest = encode(
                encoder, BsonBytes.document().int32("_id", 2).string("r", "\0a").toArray());
        assertThat(encode(encoder, plain)).isNull();

        assertThat(inColumn).contains("NUL");
        assertThat(inRest).contains("NUL");
        assertThat(encoder.batch().documents()).isOne();
        assertThat(encoder.counts()).isEqualTo(new CopyCounts(1, 0, 1, 0, 0, 0));
    }

    @Test
    void rejectsADocumentWithoutAnIdThatFits() throws Exception {
        TableSchema schema = new TableSchema(List.of(Column.of("_id", ColumnType.Scalar.INT32)));
        CopyEncoder encoder = encoder(schema);

        for (BsonBytes document : List.of(
                BsonBytes.document(),
                BsonBytes.document().int32("a", 1),
                BsonBytes.document().nothing("_id"),
                BsonBytes.document().string("_id", "x").int32("_id", 1))) {
            assertThat(encode(encoder, document.toArray())).contains("_id").contains("integer");
        }
        assertThat(encoder.batch().documents()).isZero();
        assertThat(encoder.batch().byteCount()).isZero();
    }

    @Test
    void rejectsWhatIsNoBson() throws Exception {
        byte[] broken = BsonBytes.document()
                .int32("_id", 1)
                .document("d", BsonBytes.document().string("$oid", "x"))
                .array("l", BsonBytes.document().string("0", "p"))
                .toArray();
        broken[broken.length - 3] = 7; // the zero byte behind the string
        TableSchema schema = infer(List.of(BsonBytes.document().int32("_id", 1).toArray()), Nesting.JSON);
        CopyEncoder encoder = encoder(schema);

        assertThat(encode(encoder, broken)).contains("corrupt BSON");
        assertThat(encoder.batch().byteCount()).isZero();
        assertThat(encoder.counts()).isEqualTo(new CopyCounts(0, 0, 0, 0, 0, 0));
    }

    @Test
    void hashesRowsWhateverTheirOrderAndBatches() throws Exception {
        List<byte[]> documents = dump("orders");
        TableSchema schema = infer(documents, Nesting.TABLES);
        CopyEncoder first = encoder(schema);
        CopyEncoder second = encoder(schema);

        documents.forEach(document -> encode(first, document));
        for (byte[] document : documents.reversed()) {
            encode(second, document);
            second.batch().clear();
        }

        assertThat(first.hash()).isEqualTo(second.hash()).isNotZero();
    }

    private static List<byte[]> withDistinctIds(List<byte[]> documents) {
        Set<String> ids = new HashSet<>();
        return documents.stream()
                .filter(document -> Value.document(document).fields().stream()
                        .filter(field -> field.name().equals("_id"))
                        .findFirst()
                        .map(field -> ids.add(field.value().toString()))
                        .orElse(true))
                .toList();
    }

    private CopyCounts assertGivenBack(List<byte[]> documents, TableSchema schema, int mostRejected) throws Exception {
        CopyEncoder encoder = encoder(schema);
        List<byte[]> written = new ArrayList<>();
        CopiedTables tables = copied(encoder, documents, schema, mostRejected, written);
        List<Value.Doc> rebuilt = new RebuiltRows(tables, layout(schema), schema).documents();

        assertThat(rebuilt).hasSameSizeAs(written);
        Map<String, Value> byId = new HashMap<>();
        rebuilt.forEach(document -> byId.put(id(document), comparable(document)));
        for (byte[] document : written) {
            Value source = comparable(Value.document(document));
            Value back = byId.get(id(Value.document(document)));
            assertThat(back != null && source.sameAs(back, keepNulls))
                    .as(() -> "source  " + source + "\nrebuilt " + back)
                    .isTrue();
        }
        return encoder.counts();
    }

    private String id(Value.Doc document) {
        return document.fields().stream()
                .filter(field -> field.name().equals("_id"))
                .findFirst()
                .map(field -> sorted(comparable(field.value())).toString())
                .orElseThrow();
    }

    /** The order of a document's fields is not kept in jsonb. */
    private static Value sorted(Value value) {
        return value instanceof Value.Doc(List<Value.Field> fields)
                ? new Value.Doc(fields.stream()
                        .map(field -> new Value.Field(field.name(), sorted(field.value())))
                        .sorted(Comparator.comparing(Value.Field::name))
                        .toList())
                : value;
    }

    /** Inside relaxed json an int64 comes back by its magnitude. */
    private Value comparable(Value value) {
        return json == JsonMode.CANONICAL ? value : narrowed(value);
    }

    private static Value narrowed(Value value) {
        return switch (value) {
            case Value.Doc(List<Value.Field> fields) ->
                new Value.Doc(fields.stream()
                        .map(field -> new Value.Field(field.name(), narrowed(field.value())))
                        .toList());
            case Value.Arr(List<Value> elements) ->
                new Value.Arr(elements.stream().map(CopyRoundTripTest::narrowed).toList());
            case Value.Leaf(byte type, byte[] bytes) -> {
                long number = type == TypeByte.INT64
                        ? ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong()
                        : Long.MAX_VALUE;
                yield number == (int) number ? new Value.Leaf(TypeByte.INT32, BsonBytes.int32((int) number)) : value;
            }
        };
    }

    private CopiedTables copied(List<byte[]> documents, TableSchema schema, int mostRejected) throws SQLException {
        return copied(encoder(schema), documents, schema, mostRejected);
    }

    private CopiedTables copied(CopyEncoder encoder, List<byte[]> documents, TableSchema schema, int mostRejected)
            throws SQLException {
        return copied(encoder, documents, schema, mostRejected, new ArrayList<>());
    }

    private CopiedTables copied(
            CopyEncoder encoder, List<byte[]> documents, TableSchema schema, int mostRejected, List<byte[]> written)
            throws SQLException {
        List<String> reasons = new ArrayList<>();
        for (byte[] document : documents) {
            String reason = encode(encoder, document);
            if (reason == null) {
                written.add(document);
            } else {
                reasons.add(reason);
            }
        }
        assertThat(reasons)
                .hasSizeLessThanOrEqualTo(mostRejected)
                .allMatch(reason -> reason.contains("_id") || reason.contains("NUL"));
        CopiedTables tables = new CopiedTables(connection, layout(schema));
        tables.copy(encoder.batch());
        return tables;
    }

    /** From the middle of an array, as it comes in a batch. */
    private static String encode(CopyEncoder encoder, byte[] document) {
        byte[] array = new byte[document.length + 20];
        System.arraycopy(document, 0, array, 7, document.length);
        return encoder.encode(array, 7, document.length);
    }

    private CopyEncoder encoder(TableSchema schema) {
        return new CopyEncoder(layout(schema), schema, new CopyRules(nul, json, keepNulls, objectIds));
    }

    private TableLayout layout(TableSchema schema) {
        return TableLayout.of(ORDERS, schema, new TableOptions("public", "", objectIds));
    }

    private static TableSchema infer(List<byte[]> documents, Nesting nesting) {
        SchemaInference inference = new SchemaInference(InferenceRules.of(nesting));
        documents.forEach(document -> inference.add(document, 0, document.length));
        return inference.schema();
    }

    private static byte[] decimal(String text) {
        Decimal128 decimal = Decimal128.parse(text);
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(decimal.getLow())
                .putLong(decimal.getHigh())
                .array();
    }

    private static byte[] bytes(RawBsonDocument document) {
        ByteBuffer bytes = document.getByteBuffer().asNIO();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    private static byte[] bytes(BsonDocument document) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        new BsonDocumentCodec()
                .encode(
                        new BsonBinaryWriter(buffer),
                        document,
                        EncoderContext.builder().build());
        return buffer.toByteArray();
    }

    private static List<byte[]> transcriptDocuments() throws IOException {
        String json = new String(resource("/transcripts/types.json"), StandardCharsets.UTF_8);
        BsonArray entries = BsonArray.parse(json);
        BsonDocument last = entries.get(entries.size() - 1).asDocument();
        return last.getArray("documents").stream()
                .map(hex -> HexFormat.of().parseHex(hex.asString().getValue()))
                .toList();
    }

    private static List<byte[]> dump(String name) throws IOException {
        byte[] all = resource("/dumps/plain/fixtures/" + name + ".bson");
        List<byte[]> documents = new ArrayList<>();
        ByteBuffer lengths = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < all.length; at += lengths.getInt(at)) {
            documents.add(Arrays.copyOfRange(all, at, at + lengths.getInt(at)));
        }
        return documents;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = CopyRoundTripTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
