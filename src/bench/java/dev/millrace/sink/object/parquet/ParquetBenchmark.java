package dev.millrace.sink.object.parquet;

import dev.millrace.bson.ServiceOrders;
import dev.millrace.model.DocumentBatch;
import dev.millrace.schema.InferenceRules;
import dev.millrace.schema.Nesting;
import dev.millrace.schema.SchemaInference;
import dev.millrace.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
    private @Nullable ReadyValues ready;

    @Setup
    public void recordReadyValues() {
        ready = new ReadyValues(orders, schema, options());
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
        ready.write(ROUNDS);
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
