package dev.millrace.transform;

import dev.millrace.bson.JsonMode;
import dev.millrace.model.Change;
import dev.millrace.publish.event.JsonEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Events a second on one core, of service orders of about 1 KB. Limit: events that nothing is done to. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EventBenchmark {

    private static final int COUNT = 1_000;

    private final List<Change> inserts = new ArrayList<>();
    private final JsonEncoder encoder = new JsonEncoder(JsonMode.RELAXED, 64);
    private Path schemas;
    private Transform transforms;
    private Transform validation;
    private Transform both;

    @Setup
    public void prepare() throws IOException {
        OrderChanges.inserts(COUNT).forEach(event -> inserts.add(Change.of(event)));
        schemas = Files.createTempDirectory("schemas");
        transforms = OrderChanges.transforms();
        validation = OrderChanges.validation(schemas);
        both = OrderChanges.transformsAndValidation(schemas);
    }

    @TearDown
    public void clear() throws IOException {
        Files.delete(schemas.resolve(OrderChanges.TYPE).resolve("1.json"));
        Files.delete(schemas.resolve(OrderChanges.TYPE));
        Files.delete(schemas);
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void encodingAlone(Blackhole sink) {
        for (Change change : inserts) {
            sink.consume(encoder.encode(change));
        }
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void transforms(Blackhole sink) {
        run(transforms, sink);
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void validation(Blackhole sink) {
        run(validation, sink);
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void transformsAndValidation(Blackhole sink) {
        run(both, sink);
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void transformsValidationAndEncoding(Blackhole sink) {
        for (Change change : inserts) {
            sink.consume(encoder.encode(both.apply(change)));
        }
    }

    private void run(Transform transform, Blackhole sink) {
        for (Change change : inserts) {
            sink.consume(transform.apply(change));
        }
    }
}
