package dev.millrace.bson;

import dev.millrace.model.DocumentBatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Documents a second into the fingerprint of a set of them; beside it the processor's own checksum, which is weaker. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class HashBenchmark {

    private final DocumentBatch orders = ServiceOrders.batch();

    @Benchmark
    @OperationsPerInvocation(ServiceOrders.COUNT)
    public String hash() {
        BsonHash hash = new BsonHash();
        for (int i = 0; i < orders.size(); i++) {
            hash.add(orders.bytes(), orders.offset(i), orders.length(i));
        }
        return hash.toString();
    }

    @Benchmark
    @OperationsPerInvocation(ServiceOrders.COUNT)
    public long crc32c() {
        CRC32C checksum = new CRC32C();
        for (int i = 0; i < orders.size(); i++) {
            checksum.update(orders.bytes(), orders.offset(i), orders.length(i));
        }
        return checksum.getValue();
    }
}
