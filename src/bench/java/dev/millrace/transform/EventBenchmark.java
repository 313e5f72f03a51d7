package dev.millrace.transform;

import dev.millrace.bson.JsonMode;
import dev.millrace.bson.ServiceOrders;
import dev.millrace.config.stream.DocumentsText;
import dev.millrace.model.Change;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeHeader;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.ResumePoint;
import dev.millrace.publish.event.JsonEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
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

    private static final String TRANSFORMS = """
            transforms:
              pre_validation: [{remove: [customer.address.location, internal]}]
              post_validation:
                - mask: {fields: [customer.name], keep_last: 3}
                - hash: {fields: [customer.email]}
              pre_publish:
                - prefix: {fields: [number], value: 'wh_{priority}_'}
                - rename: {positions.sku: article}
            """.indent(6);

    private static final String SCHEMA = """
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
             "required": ["_id", "number", "status", "customer", "positions"],
             "properties": {
               "number": {"type": "string", "pattern": "^SO-[0-9]{4}-[0-9]+$"},
               "status": {"enum": ["open", "in progress", "closed"]},
               "priority": {"type": "integer", "minimum": 0, "maximum": 9},
               "version": {"type": "integer"},
               "billable": {"type": "boolean"},
               "openedAt": {"type": "string", "format": "date-time"},
               "closedAt": {"type": ["string", "null"]},
               "tags": {"type": "array", "items": {"type": "string", "maxLength": 40}},
               "customer": {"type": "object", "required": ["name", "email"], "properties": {
                 "name": {"type": "string", "minLength": 1},
                 "email": {"type": "string"},
                 "address": {"type": "object", "properties": {
                   "street": {"type": "string"}, "city": {"type": "string"}, "zip": {"type": "string"}}}}},
               "positions": {"type": "array", "minItems": 1, "items": {"type": "object",
                 "required": ["sku", "quantity"], "properties": {
                   "sku": {"type": "string"}, "quantity": {"type": "integer", "minimum": 1},
                   "hours": {"type": "number"}, "price": {"type": "number", "minimum": 0}}}}}}""";

    private final List<Change> inserts = new ArrayList<>();
    private final JsonEncoder encoder = new JsonEncoder(JsonMode.RELAXED, 64);
    private Path schemas;
    private Transform transforms;
    private Transform validation;
    private Transform both;

    @Setup
    public void prepare() throws IOException {
        DocumentBatch orders = ServiceOrders.batch();
        for (int i = 0; i < orders.size(); i++) {
            inserts.add(insert(i, new RawBsonDocument(orders.bytes(), orders.offset(i), orders.length(i))));
        }
        schemas = Files.createTempDirectory("schemas");
        Files.writeString(Files.createDirectory(schemas.resolve("order")).resolve("1.json"), SCHEMA);
        transforms = steps("documents:\n  salt: sea\n  types:\n    order:\n" + TRANSFORMS);
        validation = steps("documents: {schemas: " + schemas + "}");
        both = steps("documents:\n  salt: sea\n  schemas: " + schemas + "\n  types:\n    order:\n" + TRANSFORMS);
    }

    @TearDown
    public void clear() throws IOException {
        Files.delete(schemas.resolve("order").resolve("1.json"));
        Files.delete(schemas.resolve("order"));
        Files.delete(schemas);
    }

    private static Transform steps(String yaml) {
        return new DocumentSteps(DocumentsText.read(yaml), List.of(), InstantSource.system(), "0")
                .of("order")
                .getFirst();
    }

    private static Change insert(int number, RawBsonDocument document) {
        BsonDocument token = new BsonDocument("_data", new BsonString(String.format(Locale.ROOT, "82%062X", number)));
        BsonDocument event = new BsonDocument("_id", token)
                .append("operationType", new BsonString("insert"))
                .append("clusterTime", new BsonTimestamp(number, 1))
                .append("fullDocument", document)
                .append("ns", BsonDocument.parse("{db: 'shop', coll: 'order'}"))
                .append("documentKey", new BsonDocument("_id", document.get("_id")));
        RawBsonDocument raw = new RawBsonDocument(event, new BsonDocumentCodec());
        ChangeHeader header = new ChangeHeader(
                new ResumePoint(token), "insert", "shop", "order", new BsonTimestamp(number, 1), -1, null, raw);
        RawBsonDocument key = new RawBsonDocument(event.getDocument("documentKey"), new BsonDocumentCodec());
        return Change.of(new ChangeEvent.Insert(header, key, document));
    }

    @Benchmark
    @OperationsPerInvocation(ServiceOrders.COUNT)
    public void encodingAlone(Blackhole sink) {
        for (Change change : inserts) {
            sink.consume(encoder.encode(change));
        }
    }

    @Benchmark
    @OperationsPerInvocation(ServiceOrders.COUNT)
    public void transforms(Blackhole sink) {
        run(transforms, sink);
    }

    @Benchmark
    @OperationsPerInvocation(ServiceOrders.COUNT)
    public void validation(Blackhole sink) {
        run(validation, sink);
    }

    @Benchmark
    @OperationsPerInvocation(ServiceOrders.COUNT)
    public void transformsAndValidation(Blackhole sink) {
        run(both, sink);
    }

    @Benchmark
    @OperationsPerInvocation(ServiceOrders.COUNT)
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
