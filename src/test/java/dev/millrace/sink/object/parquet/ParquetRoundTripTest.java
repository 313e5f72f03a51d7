package dev.millrace.sink.object.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schema.BsonBytes;
import dev.millrace.schema.Column;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.InferenceRules;
import dev.millrace.schema.Nesting;
import dev.millrace.schema.RandomDocuments;
import dev.millrace.schema.RowCounts;
import dev.millrace.schema.SchemaInference;
import dev.millrace.schema.TableSchema;
import dev.millrace.schema.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents go into a Parquet file, DuckDB reads it, and what comes out is what went in. */
class ParquetRoundTripTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"NATIVE,false", "NATIVE,true", "JSON,false"})
    void givesBackTheTranscriptsDocumentOfEachType(Nesting nesting, boolean keepNulls) throws Exception {
        List<byte[]> documents = transcriptDocuments();

        assertThat(documents).hasSize(39);
        assertGivenBack(documents, infer(documents, nesting), keepNulls);
    }

    @ParameterizedTest
    @CsvSource({"types,39", "mixed_ids,20", "orders,2000", "log,50", "checked,1", "empty,0"})
    void givesBackEachDumpOfARealServer(String dump, int count) throws Exception {
        List<byte[]> documents = dump(dump);

        assertThat(documents).hasSize(count);
        assertGivenBack(documents, infer(documents, Nesting.NATIVE), true);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void givesBackRandomDocuments(long seed) throws Exception {
        List<byte[]> documents = new RandomDocuments(seed).next(500);
        // What comes later is not in the sample: it must fit all the same.
        TableSchema schema = infer(documents.subList(0, 20), seed % 4 == 0 ? Nesting.JSON : Nesting.NATIVE);

        assertGivenBack(documents, schema, seed % 2 == 0);
    }

    @Test
    void givesBackAFieldThatChangesItsTypeAfterTheSample() throws Exception {
        List<byte[]> documents = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            BsonBytes document = BsonBytes.document().int32("_id", i);
            documents.add((i < 800 ? document.int32("v", i) : document.string("v", "number " + i)).toArray());
        }
        TableSchema schema = infer(documents.subList(0, 100), Nesting.NATIVE);

        RowCounts counts = assertGivenBack(documents, schema, false);

        assertThat(schema.columns()).contains(Column.of("v", ColumnType.Scalar.INT32));
        assertThat(counts).isEqualTo(new RowCounts(1_000, 0, 200));
    }

    @ParameterizedTest
    @EnumSource(ParquetCodec.class)
    void isReadByOthersWithEachCodec(ParquetCodec codec) throws Exception {
        List<byte[]> documents = dump("orders");
        ParquetOptions options =
                new ParquetOptions(codec, codec.usualLevel(), 64 << 10, 8 << 10, true, true, ObjectIdForm.STRING, true);
        TableSchema schema = infer(documents, Nesting.NATIVE);

        Path file = write(documents, schema, options);

        assertThat(ReadBack.ask(file, "SELECT DISTINCT compression FROM parquet_metadata(%s)"))
                .isEqualTo(codec.codecName().name());
        assertThat((long) ReadBack.ask(file, "SELECT max(row_group_id) FROM parquet_metadata(%s)"))
                .isPositive();
        assertSame(documents, new ReadBack(schema).documents(file), true);
    }

    @Test
    void keepsObjectIdsAsTwelveBytesWhereAsked() throws Exception {
        ParquetOptions options =
                new ParquetOptions(ParquetCodec.SNAPPY, 0, 1 << 20, 1 << 20, false, false, ObjectIdForm.FIXED, false);
        List<byte[]> documents = List.of(BsonBytes.document()
                .put("_id", 0x07, HexFormat.of().parseHex("650000000000000000000001"))
                .toArray());
        TableSchema schema = infer(documents, Nesting.NATIVE);

        Path file = write(documents, schema, options);

        assertThat(ReadBack.ask(file, "SELECT octet_length(_id) FROM read_parquet(%s)"))
                .isEqualTo(12L);
        assertSame(documents, new ReadBack(schema).documents(file), false);
    }

    @Test
    void givesBackTwoHundredLevelsOfNesting() throws Exception {
        BsonBytes nested = BsonBytes.document().int32("bottom", 1);
        for (int i = 0; i < 200; i++) {
            nested = i % 3 == 0
                    ? BsonBytes.document().array("a", BsonBytes.document().document("0", nested))
                    : BsonBytes.document().document("d", nested).int32("level", i);
        }
        List<byte[]> documents = List.of(nested.toArray());
        TableSchema schema = infer(documents, Nesting.NATIVE);

        assertThat(schema.columns())
                .allSatisfy(column -> assertThat(column.type().depth()).isLessThanOrEqualTo(TableSchema.MAX_DEPTH));
        assertGivenBack(documents, schema, false);
    }

    @Test
    void givesBackFieldNamesThatTableFormatsCannotTake() throws Exception {
        BsonBytes strange = BsonBytes.document()
                .int32("", 1)
                .int32("a.b", 2)
                .int32("😀", 3)
                .int32("_rest", 4)
                .int32("Case", 5)
                .int32("case", 6)
                .int32("$oid", 7)
                .int32("tags[0]", 8)
                .int32("back\\slash", 9)
                .int32("x".repeat(1_000), 10);
        List<byte[]> documents = List.of(
                strange.toArray(),
                BsonBytes.document().document("inner", strange).toArray());

        assertGivenBack(documents, infer(documents, Nesting.NATIVE), true);
    }

    @Test
    void givesBackDatesThatReadersInMicrosecondsCannotHold() throws Exception {
        List<byte[]> documents = new ArrayList<>();
        for (long date :
                new long[] {0, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE / 1000, Long.MAX_VALUE / 1000 + 1}) {
            documents.add(
                    BsonBytes.document().put("d", 0x09, BsonBytes.int64(date)).toArray());
        }

        RowCounts counts = assertGivenBack(documents, infer(documents, Nesting.NATIVE), false);

        assertThat(counts.rest()).isEqualTo(3);
    }

    @Test
    void givesBackDecimalsWithAScaleFromASchema() throws Exception {
        TableSchema schema = new TableSchema(List.of(Column.of("d", new ColumnType.Decimal(38, 2))));
        List<byte[]> documents = new ArrayList<>();
        for (String text :
                List.of("1.5", "1.50", "-0", "0E+3", "NaN", "1.005", "1E+35", "1E+36", "1E+6000", "-99.99")) {
            org.bson.types.Decimal128 decimal = org.bson.types.Decimal128.parse(text);
            byte[] bytes = ByteBuffer.allocate(16)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(decimal.getLow())
                    .putLong(decimal.getHigh())
                    .array();
            documents.add(BsonBytes.document().put("d", 0x13, bytes).toArray());
        }
        documents.add(BsonBytes.document().int32("d", Integer.MIN_VALUE).toArray());
        documents.add(BsonBytes.document().int64("d", Long.MIN_VALUE).toArray());

        RowCounts counts = assertGivenBack(documents, schema, false);

        assertThat(counts).isEqualTo(new RowCounts(12, 5, 5));
    }

    private RowCounts assertGivenBack(List<byte[]> documents, TableSchema schema, boolean keepNulls)
            throws IOException, SQLException {
        ParquetOptions options =
                new ParquetOptions(ParquetCodec.ZSTD, 3, 1 << 20, 16 << 10, true, true, ObjectIdForm.STRING, keepNulls);
        Path file = directory.resolve("part.parquet");
        try (OutputStream out = Files.newOutputStream(file);
                ParquetEncoder encoder = new ParquetEncoder(schema, options, "test", out)) {
            for (byte[] document : documents) {
                encoder.write(document, 0, document.length);
            }
            encoder.finish();
            assertSame(documents, new ReadBack(encoder.schema()).documents(file), keepNulls);
            return encoder.counts();
        }
    }

    private Path write(List<byte[]> documents, TableSchema schema, ParquetOptions options) throws IOException {
        Path file = directory.resolve("part.parquet");
        try (OutputStream out = Files.newOutputStream(file);
                ParquetEncoder encoder = new ParquetEncoder(schema, options, "test", out)) {
            for (byte[] document : documents) {
                encoder.write(document, 0, document.length);
            }
            encoder.finish();
        }
        return file;
    }

    private static void assertSame(List<byte[]> documents, List<Value.Doc> rebuilt, boolean keepNulls) {
        assertThat(rebuilt).hasSameSizeAs(documents);
        for (int i = 0; i < documents.size(); i++) {
            Value.Doc source = Value.document(documents.get(i));
            Value.Doc back = rebuilt.get(i);
            assertThat(source.sameAs(back, keepNulls))
                    .as(() -> "source  " + source + "\nrebuilt " + back)
                    .isTrue();
        }
    }

    private static TableSchema infer(List<byte[]> documents, Nesting nesting) {
        SchemaInference inference = new SchemaInference(InferenceRules.of(nesting));
        documents.forEach(document -> inference.add(document, 0, document.length));
        return inference.schema();
    }

    private static List<byte[]> transcriptDocuments() throws IOException {
        String json = new String(resource("/transcripts/types.json"), java.nio.charset.StandardCharsets.UTF_8);
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
        try (InputStream in = ParquetRoundTripTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
