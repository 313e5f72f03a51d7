package dev.millrace.sink.object.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.model.RejectedDocument;
import dev.millrace.schema.BsonBytes;
import dev.millrace.schema.InferenceRules;
import dev.millrace.schema.Nesting;
import dev.millrace.schema.RandomDocuments;
import dev.millrace.schema.SchemaFile;
import dev.millrace.schema.SchemaInference;
import dev.millrace.schema.TableSchema;
import dev.millrace.sink.object.FormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetEncoderTest {

    private static final TableSchema TWO_COLUMNS = SchemaFile.parse(
            "test",
            "{\"columns\": [{\"name\": \"_id\", \"type\": \"int32\"}, {\"name\": \"s\", \"type\": \"string\"}]}");

    @TempDir
    Path directory;

    @Test
    void holdsNoMoreThanARowGroupAndADocumentOfSixteenMegabytes() throws IOException {
        long rowGroup = 8 << 20;
        int size = 16 << 20;
        byte[] huge = BsonBytes.document().string("s", "x".repeat(size)).toArray();
        ParquetOptions options =
                new ParquetOptions(ParquetCodec.NONE, 0, rowGroup, 1 << 20, true, true, ObjectIdForm.STRING, false);
        long most = 0;
        try (ParquetEncoder encoder =
                new ParquetEncoder(TWO_COLUMNS, options, "test", OutputStream.nullOutputStream())) {
            for (int i = 0; i < 40_000; i++) {
                byte[] document = i % 15_000 == 14_999
                        ? huge
                        : BsonBytes.document()
                                .string("s", i + "y".repeat(1_000))
                                .toArray();
                encoder.write(document, 0, document.length);
                most = Math.max(most, encoder.bufferedBytes());
            }
            encoder.finish();
        }

        // The huge document itself is written out before the next one comes.
        assertThat(most).isBetween(rowGroup / 2, rowGroup + rowGroup / 4);
    }

    @Test
    void endsPagesByTheirBytesHoweverSizesChange() throws Exception {
        ParquetOptions options =
                new ParquetOptions(ParquetCodec.NONE, 0, 64 << 20, 64 << 10, false, true, ObjectIdForm.STRING, false);
        Path file = directory.resolve("part.parquet");
        try (OutputStream out = Files.newOutputStream(file);
                ParquetEncoder encoder = new ParquetEncoder(TWO_COLUMNS, options, "test", out)) {
            for (int i = 0; i < 2_000; i++) {
                write(encoder, BsonBytes.document().int32("_id", i).string("s", "x".repeat(i < 1_000 ? 10 : 20_000)));
            }
            encoder.finish();
        }

        // 20 MB in pages of 64 KB, looked at every 16 rows.
        assertThat((long) ReadBack.ask(file, "SELECT count(*) FROM read_parquet(%s)"))
                .isEqualTo(2_000);
        assertThat(Files.size(file)).isGreaterThan(20_000_000);
    }

    @Test
    void givesTheSameBytesForTheSameDocuments() throws IOException {
        List<byte[]> documents = new RandomDocuments(1).next(300);
        SchemaInference inference = new SchemaInference(new InferenceRules(Nesting.NATIVE, 1_000, Optional.empty()));
        documents.forEach(document -> inference.add(document, 0, document.length));

        assertThat(encoded(inference.schema(), documents)).isEqualTo(encoded(inference.schema(), documents));
    }

    @Test
    void writesAFileWithoutRows() throws Exception {
        Path file = Files.write(directory.resolve("part.parquet"), encoded(TWO_COLUMNS, List.of()));

        assertThat(ReadBack.ask(file, "SELECT count(*) FROM read_parquet(%s)")).isEqualTo(0L);
    }

    @Test
    void writesSchemaAndVersionIntoTheFooter() throws Exception {
        Path file = Files.write(directory.resolve("part.parquet"), encoded(TWO_COLUMNS, List.of()));

        Object schema = ReadBack.ask(
                file,
                "SELECT decode(value) FROM parquet_kv_metadata(%s) WHERE decode(key) = '" + ParquetEncoder.SCHEMA_KEY
                        + "'");

        assertThat(TableSchema.fromBson(BsonDocument.parse((String) schema))).isEqualTo(TWO_COLUMNS);
        assertThat(ReadBack.ask(
                        file,
                        "SELECT decode(value) FROM parquet_kv_metadata(%s) WHERE decode(key) = '"
                                + ParquetEncoder.VERSION_KEY + "'"))
                .isEqualTo("1.2.3");
    }

    @Test
    void writesMetadataInTheSameOrderInEachProcess() throws Exception {
        Path file = Files.write(directory.resolve("part.parquet"), encoded(TWO_COLUMNS, List.of()));

        assertThat(ReadBack.ask(file, "SELECT string_agg(decode(key), ' ') FROM parquet_kv_metadata(%s)"))
                .isEqualTo(ParquetEncoder.SCHEMA_KEY + " " + ParquetEncoder.VERSION_KEY);
    }

    @Test
    void writesStatisticsWithLongTextsCut() throws Exception {
        List<byte[]> documents = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            documents.add(BsonBytes.document()
                    .int32("_id", i)
                    .string("s", i + "x".repeat(10_000))
                    .toArray());
        }
        Path file = Files.write(directory.resolve("part.parquet"), encoded(TWO_COLUMNS, documents));

        assertThat(ReadBack.ask(file, "SELECT stats_max FROM parquet_metadata(%s) WHERE path_in_schema = '_id'"))
                .isEqualTo("9");
        assertThat((String) ReadBack.ask(
                        file, "SELECT stats_min_value FROM parquet_metadata(%s) WHERE path_in_schema = 's'"))
                .startsWith("0xxx")
                .hasSizeLessThan(100);
    }

    @Test
    void rejectsWhatIsNoBsonAndWritesTheOthers() throws Exception {
        byte[] good = BsonBytes.document().int32("_id", 1).string("s", "fine").toArray();
        byte[] bad = good.clone();
        bad[4] = 0x77;
        DocumentBatch batch = new DocumentBatch(100);
        for (byte[] document : List.of(good, bad, good)) {
            batch.add(document, 0, document.length);
        }
        List<RejectedDocument> rejected = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CollectionPlan plan = new CollectionPlan(
                new CollectionInfo(new Namespace("d", "c"), CollectionKind.COLLECTION, 3, 100, new BsonDocument()),
                TWO_COLUMNS.toBson());

        try (FormatWriter writer =
                new ParquetFormat(ParquetOptions.standard(), "1.2.3").open(plan, out, rejected::add)) {
            writer.write(batch);
            writer.finish();
        }

        Path file = Files.write(directory.resolve("part.parquet"), out.toByteArray());
        assertThat(ReadBack.ask(file, "SELECT count(*) FROM read_parquet(%s) WHERE s = 'fine'"))
                .isEqualTo(2L);
        assertThat(rejected).singleElement().satisfies(document -> {
            assertThat(document.reason()).contains("no type 0x77");
            assertThat(document.bson().getByteBuffer().asNIO().remaining()).isEqualTo(bad.length);
        });
    }

    /** Columns whose memory is used again write what new ones write: after another file, and beside or after one that broke off. */
    @Test
    void writesTheSameFileWhateverWasWrittenBefore() throws Exception {
        CollectionPlan plan = plan("c", TWO_COLUMNS);
        CollectionPlan other =
                plan("other", SchemaFile.parse("test", "{\"columns\": [{\"name\": \"_id\", \"type\": \"int64\"}]}"));
        DocumentBatch numbers = new DocumentBatch(100);
        DocumentBatch texts = new DocumentBatch(100);
        for (int i = 0; i < 5_000; i++) {
            add(numbers, BsonBytes.document().int32("_id", i));
            add(texts, BsonBytes.document().int32("_id", i % 7).string("s", "text " + i % 99));
        }
        byte[] expected = written(format(), plan, texts);

        ParquetFormat format = format();
        assertThat(written(format, plan, numbers)).isEqualTo(written(format(), plan, numbers));
        assertThat(written(format, plan, texts)).isEqualTo(expected);
        try (FormatWriter brokenOff = format.open(plan, OutputStream.nullOutputStream(), _ -> {})) {
            brokenOff.write(numbers);
            assertThat(written(format, plan, texts)).isEqualTo(expected);
        }
        assertThat(written(format, plan, texts)).isEqualTo(expected);
        assertThat(written(format, other, numbers)).isEqualTo(written(format(), other, numbers));
        assertThat(written(format, plan, texts)).isEqualTo(expected);
    }

    private static ParquetFormat format() {
        return new ParquetFormat(ParquetOptions.standard(), "1.2.3");
    }

    private static CollectionPlan plan(String name, TableSchema schema) {
        return new CollectionPlan(
                new CollectionInfo(new Namespace("d", name), CollectionKind.COLLECTION, 3, 100, new BsonDocument()),
                schema.toBson());
    }

    private static void add(DocumentBatch batch, BsonBytes document) {
        byte[] bytes = document.toArray();
        batch.add(bytes, 0, bytes.length);
    }

    private static byte[] written(ParquetFormat format, CollectionPlan plan, DocumentBatch batch) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FormatWriter writer = format.open(plan, out, _ -> {})) {
            writer.write(batch);
            writer.finish();
        }
        return out.toByteArray();
    }

    @Test
    void writesAFileThatAllDocumentsAreRejectedFrom() throws Exception {
        byte[] bad = BsonBytes.document().int32("_id", 1).string("s", "fine").toArray();
        bad[4] = 0x77;
        byte[] good = BsonBytes.document()
                .int32("_id", 1)
                .string("s", "x".repeat(100_000))
                .toArray();
        // Each document fills a row group, so that what is rejected begins another.
        ParquetOptions options =
                new ParquetOptions(ParquetCodec.NONE, 0, 64 << 10, 1 << 10, true, true, ObjectIdForm.STRING, false);
        for (int goods : new int[] {0, 3}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (ParquetEncoder encoder = new ParquetEncoder(TWO_COLUMNS, options, "1.2.3", out)) {
                for (int i = 0; i < goods; i++) {
                    encoder.write(good, 0, good.length);
                }
                assertThatExceptionOfType(MillraceException.class).isThrownBy(() -> encoder.write(bad, 0, bad.length));
                encoder.finish();
            }

            Path file = Files.write(directory.resolve("part" + goods + ".parquet"), out.toByteArray());
            assertThat(ReadBack.ask(file, "SELECT count(*) FROM read_parquet(%s)"))
                    .isEqualTo((long) goods);
        }
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        for (Runnable wrong : Arrays.<Runnable>asList(
                () -> options(ParquetCodec.ZSTD, 23, 1 << 20, 1 << 10),
                () -> options(ParquetCodec.SNAPPY, 1, 1 << 20, 1 << 10),
                () -> options(ParquetCodec.NONE, 0, 1, 1),
                () -> options(ParquetCodec.NONE, 0, 1 << 20, 2 << 20))) {
            assertThatExceptionOfType(MillraceException.class)
                    .isThrownBy(wrong::run)
                    .satisfies(e -> assertThat(e.hint()).isNotBlank());
        }
    }

    private static ParquetOptions options(ParquetCodec codec, int level, long rowGroup, int page) {
        return new ParquetOptions(codec, level, rowGroup, page, true, true, ObjectIdForm.STRING, false);
    }

    private static byte[] encoded(TableSchema schema, List<byte[]> documents) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ParquetEncoder encoder = new ParquetEncoder(schema, ParquetOptions.standard(), "1.2.3", out)) {
            for (byte[] document : documents) {
                encoder.write(document, 0, document.length);
            }
            encoder.finish();
        }
        return out.toByteArray();
    }

    private static void write(ParquetEncoder encoder, BsonBytes document) throws IOException {
        byte[] bytes = document.toArray();
        encoder.write(bytes, 0, bytes.length);
    }
}
