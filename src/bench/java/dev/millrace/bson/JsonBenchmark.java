package dev.millrace.bson;

import dev.millrace.model.DocumentBatch;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.RawBsonDocument;
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
import org.openjdk.jmh.infra.Blackhole;

/** Documents a second as relaxed Extended JSON. Limit: the driver's {@code toJson} of a document that is decoded already. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class JsonBenchmark {

    private final DocumentBatch orders = ServiceOrders.batch();
    private final List<Document> decoded = ServiceOrders.documents();
    private final ExtendedJson relaxed = new ExtendedJson(JsonMode.RELAXED);
    private final ExtendedJson canonical = new ExtendedJson(JsonMode.CANONICAL);
    private final JsonBuffer out = new JsonBuffer(1 << 16);

    @Benchmark
    @OperationsPerInvocation(ServiceOrders.COUNT)
    public void relaxed(Blackhole sink) {
        write(relaxed, sink);
    }

    @Benchmark
    @OperationsPerInvocation(ServiceOrders.COUNT)
    public void canonical(Blackhole sink) {
        write(canonical, sink);
    }

    private void write(ExtendedJson json, Blackhole sink) {
        for (int i = 0; i < orders.size(); i++) {
            out.clear();
            json.writeDocument(orders.bytes(), orders.offset(i), orders.length(i), out);
            sink.consume(out.bytes());
        }
    }

    @Benchmark
    @OperationsPerInvocation(ServiceOrders.COUNT)
    public void driverDocumentToJson(Blackhole sink) {
        for (Document document : decoded) {
            sink.consume(document.toJson());
        }
    }

    @Benchmark
    @OperationsPerInvocation(ServiceOrders.COUNT)
    public void driverRawDocumentToJson(Blackhole sink) {
        for (int i = 0; i < orders.size(); i++) {
            sink.consume(new RawBsonDocument(orders.bytes(), orders.offset(i), orders.length(i)).toJson());
        }
    }
}
