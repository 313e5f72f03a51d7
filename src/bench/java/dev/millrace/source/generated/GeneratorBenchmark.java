package dev.millrace.source.generated;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Documents made up a second by one thread; service orders are to reach 300,000. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class GeneratorBenchmark {

    @Param({"service-orders", "orders", "inventory", "transactions", "users", "types"})
    public String dataset;

    private final BsonAppender out = new BsonAppender();
    private DocumentGenerator generator = (index, appender) -> {};
    private long index;

    @Setup
    public void compile() {
        generator = Datasets.of(GeneratedCollection.parse(dataset + "?count=1000000"))
                .mainCollection()
                .dataset()
                .generator(1, 1_000_000);
    }

    @Benchmark
    public int document() {
        out.clear();
        generator.write(index++ % 1_000_000, out);
        return out.length();
    }
}
