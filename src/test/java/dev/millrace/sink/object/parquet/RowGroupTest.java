package dev.millrace.sink.object.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.millrace.schema.BsonBytes;
import dev.millrace.schema.InferenceRules;
import dev.millrace.schema.MappingRules;
import dev.millrace.schema.Nesting;
import dev.millrace.schema.RowMapper;
import dev.millrace.schema.SchemaInference;
import dev.millrace.schema.TableSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of a row group is that of Parquet's Java library: where pages end, and what stands in them. */
class RowGroupTest {

    private static final String VERSION = "1.2.3";

    @ParameterizedTest
    @ValueSource(ints = {1 << 10, 16 << 10, ParquetOptions.DEFAULT_PAGE_BYTES})
    void isThatOfTheLibrary(int pageBytes) throws IOException {
        ParquetOptions options =
                new ParquetOptions(ParquetCodec.SNAPPY, 0, 64 << 20, pageBytes, true, true, ObjectIdForm.STRING, false);
        for (int rows : new int[] {1, 17, 500, 30_000}) {
            List<byte[]> documents = documents(new Random(rows), rows);
            SchemaInference inference =
                    new SchemaInference(new InferenceRules(Nesting.NATIVE, 1_000, Optional.empty()));
            documents.forEach(document -> inference.add(document, 0, document.length));
            TableSchema schema = inference.schema();

            byte[] ours = ours(schema, options, documents);
            byte[] theirs = theirs(schema, options, documents);

            if (pageBytes == ParquetOptions.DEFAULT_PAGE_BYTES) {
                assertThat(ours).isEqualTo(theirs);
            } else {
                // How large levels will be is estimated, so that a page of some kilobytes may end 16 rows off.
                assertThat(ours.length).isCloseTo(theirs.length, withinPercentage(0.2));
            }
        }
    }

    /** Pages end by their bytes and by their rows; of `early` there is nothing but nulls behind pages with a dictionary. */
    private static List<byte[]> documents(Random random, int rows) {
        List<byte[]> documents = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            BsonBytes document = BsonBytes.document()
                    .put("_id", 0x07, new ObjectId(row, random.nextInt(1 << 24)).toByteArray())
                    .put("customer", 0x07, new ObjectId(random.nextInt(500), 7).toByteArray())
                    .string("text", "t".repeat(random.nextInt(300)))
                    .int32("few", random.nextInt(5))
                    .float64("price", random.nextInt(1_000) / 4.0);
            if (row < rows / 3) {
                document.string("early", "e" + row % 9);
            }
            if (random.nextBoolean()) {
                BsonBytes numbers = BsonBytes.document();
                for (int i = 0; i < random.nextInt(6); i++) {
                    numbers.int64(Integer.toString(i), random.nextInt(90));
                }
                document.array("numbers", numbers);
            }
            documents.add(document.toArray());
        }
        return documents;
    }

    private static byte[] ours(TableSchema schema, ParquetOptions options, List<byte[]> documents) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ParquetEncoder encoder = new ParquetEncoder(schema, options, VERSION, out)) {
            for (byte[] document : documents) {
                encoder.write(document, 0, document.length);
            }
            encoder.finish();
        }
        return out.toByteArray();
    }

    private static byte[] theirs(TableSchema schema, ParquetOptions options, List<byte[]> documents)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MessageType layout = new ParquetLayout(options.objectIds()).of(schema);
        ParquetProperties properties = PageRules.of(options, schema);
        PageCompressor compressor = options.codec().open(options.level(), new PageBytes());
        ParquetFileWriter file = new ParquetFileWriter(
                new StreamFile(out),
                layout,
                ParquetFileWriter.Mode.OVERWRITE,
                options.rowGroupBytes(),
                0,
                null,
                properties);
        file.start();
        try (ColumnChunkPageWriteStore pages = new ColumnChunkPageWriteStore(
                        compressor,
                        layout,
                        HeapByteBufferAllocator.getInstance(),
                        properties.getColumnIndexTruncateLength(),
                        properties.getPageWriteChecksumEnabled());
                ColumnWriteStore columns = properties.newColumnWriteStore(
                        layout, column -> withoutSizes(pages.getPageWriter(column)), null)) {
            List<LibraryColumn> targets = new ArrayList<>();
            for (ColumnDescriptor column : layout.getColumns()) {
                targets.add(new LibraryColumn(
                        columns.getColumnWriter(column),
                        column.getMaxDefinitionLevel(),
                        List.of("_id", "customer").contains(column.getPath()[0])));
            }
            RowMapper mapper = new RowMapper(
                    schema, MappingRules.keepingNulls(options.keepNulls()).withDatesInMicroseconds(), targets);
            for (byte[] document : documents) {
                mapper.write(document, 0, document.length);
                columns.endRecord();
            }
            file.startBlock(documents.size());
            columns.flush();
            pages.flushToFileWriter(file);
            file.endBlock();
        } finally {
            compressor.release();
        }
        file.end(new TreeMap<>(Map.of(
                ParquetEncoder.VERSION_KEY,
                VERSION,
                ParquetEncoder.SCHEMA_KEY,
                schema.toBson().toJson())));
        return out.toByteArray();
    }

    /** Where sizes are not wanted, the library writes that strings have no bytes; we write nothing of it. */
    private static PageWriter withoutSizes(PageWriter writer) {
        return (PageWriter) Proxy.newProxyInstance(
                RowGroupTest.class.getClassLoader(), new Class<?>[] {PageWriter.class}, (_, method, arguments) -> {
                    if (!method.getName().equals("writePage") || arguments.length != 9) {
                        return method.invoke(writer, arguments);
                    }
                    writer.writePage(
                            (BytesInput) arguments[0],
                            (int) arguments[1],
                            (int) arguments[2],
                            (Statistics<?>) arguments[3],
                            (Encoding) arguments[6],
                            (Encoding) arguments[7],
                            (Encoding) arguments[8]);
                    return null;
                });
    }
}
