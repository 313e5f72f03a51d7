package dev.millrace.sink.object.parquet;

import dev.millrace.bson.ServiceOrders;
import dev.millrace.model.DocumentBatch;
import dev.millrace.schema.ColumnTarget;
import dev.millrace.schema.InferenceRules;
import dev.millrace.schema.MappingRules;
import dev.millrace.schema.Nesting;
import dev.millrace.schema.RowMapper;
import dev.millrace.schema.SchemaInference;
import dev.millrace.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Documents a second as a Parquet file in memory. Limit: Parquet's own column writers with the same settings, fed with
 * values that are ready, without BSON, mapping, or objects to be made.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 4)
@Measurement(iterations = 5, time = 4)
public class ParquetBenchmark {

    private static final int ROUNDS = 20;

    @Param({"ZSTD", "SNAPPY"})
    ParquetCodec codec = ParquetCodec.ZSTD;

    private final DocumentBatch orders = ServiceOrders.batch();
    private final TableSchema schema = schema();
    private final MessageType layout = new ParquetLayout(ObjectIdForm.STRING).of(schema);
    private final List<ReadyColumn> ready = new ArrayList<>();

    @Setup
    public void recordReadyValues() {
        List<String> objectIds = List.of("_id");
        for (ColumnDescriptor column : layout.getColumns()) {
            ready.add(new ReadyColumn(column, objectIds.equals(List.of(column.getPath()))));
        }
        RowMapper mapper = new RowMapper(schema, MappingRules.keepingNulls(false), List.<ColumnTarget>copyOf(ready));
        for (int i = 0; i < orders.size(); i++) {
            mapper.write(orders.bytes(), orders.offset(i), orders.length(i));
        }
    }

    @Benchmark
    @OperationsPerInvocation(ServiceOrders.COUNT * ROUNDS)
    public void documents() throws IOException {
        try (ParquetEncoder encoder = new ParquetEncoder(schema, options(), "bench", OutputStream.nullOutputStream())) {
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < orders.size(); i++) {
                    encoder.write(orders.bytes(), orders.offset(i), orders.length(i));
                }
            }
            encoder.finish();
        }
    }

    @Benchmark
    @OperationsPerInvocation(ServiceOrders.COUNT * ROUNDS)
    public void readyValues() throws IOException {
        ParquetProperties properties = PageRules.of(options(), schema);
        PageCompressor compressor = codec.open(codec.usualLevel());
        try (ParquetFileWriter file = new ParquetFileWriter(
                new StreamFile(OutputStream.nullOutputStream()),
                layout,
                ParquetFileWriter.Mode.OVERWRITE,
                1 << 26,
                0,
                null,
                properties)) {
            file.start();
            ColumnChunkPageWriteStore pages =
                    new ColumnChunkPageWriteStore(compressor, layout, HeapByteBufferAllocator.getInstance(), 64, true);
            ColumnWriteStore columns = properties.newColumnWriteStore(layout, pages, pages);
            fill(columns);
            file.startBlock((long) ROUNDS * orders.size());
            columns.flush();
            pages.flushToFileWriter(file);
            file.endBlock();
            columns.close();
            pages.close();
            file.end(Map.of());
        } finally {
            compressor.release();
        }
    }

    private void fill(ColumnWriteStore columns) {
        ColumnWriter[] writers = ready.stream()
                .map(column -> columns.getColumnWriter(column.descriptor()))
                .toArray(ColumnWriter[]::new);
        ReadyColumn[] values = ready.toArray(ReadyColumn[]::new);
        for (int round = 0; round < ROUNDS; round++) {
            for (ReadyColumn column : values) {
                column.rewind();
            }
            for (int row = 0; row < orders.size(); row++) {
                for (int i = 0; i < values.length; i++) {
                    values[i].replay(writers[i]);
                }
                columns.endRecord();
            }
        }
    }

    private ParquetOptions options() {
        ParquetOptions usual = ParquetOptions.standard();
        return new ParquetOptions(
                codec,
                codec.usualLevel(),
                usual.rowGroupBytes(),
                usual.pageBytes(),
                usual.dictionary(),
                usual.statistics(),
                usual.objectIds(),
                usual.keepNulls());
    }

    private TableSchema schema() {
        SchemaInference inference = new SchemaInference(InferenceRules.of(Nesting.NATIVE));
        inference.add(orders);
        return inference.schema();
    }
}
