package dev.millrace.sink.postgres.copy;

import dev.millrace.bson.LittleEndian;
import dev.millrace.bson.ServiceOrders;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Namespace;
import dev.millrace.schema.InferenceRules;
import dev.millrace.schema.Nesting;
import dev.millrace.schema.SchemaInference;
import dev.millrace.schema.TableSchema;
import dev.millrace.sink.postgres.table.ObjectIdForm;
import dev.millrace.sink.postgres.table.TableLayout;
import dev.millrace.sink.postgres.table.TableOptions;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.bson.types.ObjectId;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Bytes of BSON and documents a second as rows of a binary COPY in memory, on one core. Goal: 300 MB/s for documents of 1 KB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CopyBenchmark {

    private final DocumentBatch orders = ServiceOrders.batch();
    private final DocumentBatch users = users();
    private final CopyEncoder jsonb = encoder(orders, Nesting.JSON);
    private final CopyEncoder flat = encoder(orders, Nesting.FLATTEN);
    private final CopyEncoder tables = encoder(orders, Nesting.TABLES);
    private final CopyEncoder small = encoder(users, Nesting.JSON);

    /** What one invocation encoded. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Encoded {
        public double bsonMegabytes;
        public long documents;

        @Setup(Level.Iteration)
        public void reset() {
            bsonMegabytes = 0;
            documents = 0;
        }

        void add(DocumentBatch batch) {
            bsonMegabytes += batch.byteCount() / 1e6;
            documents += batch.size();
        }
    }

    @Benchmark
    public long ordersJsonb(Encoded encoded) {
        return encode(orders, jsonb, encoded);
    }

    @Benchmark
    public long ordersFlatten(Encoded encoded) {
        return encode(orders, flat, encoded);
    }

    @Benchmark
    public long ordersTables(Encoded encoded) {
        return encode(orders, tables, encoded);
    }

    @Benchmark
    public long users(Encoded encoded) {
        return encode(users, small, encoded);
    }

    private static long encode(DocumentBatch documents, CopyEncoder encoder, Encoded encoded) {
        encoder.batch().clear();
        for (int i = 0; i < documents.size(); i++) {
            String reason = encoder.encode(documents.bytes(), documents.offset(i), documents.length(i));
            if (reason != null) {
                throw new IllegalStateException(reason);
            }
        }
        encoded.add(documents);
        return encoder.hash();
    }

    private static CopyEncoder encoder(DocumentBatch documents, Nesting nesting) {
        SchemaInference inference = new SchemaInference(InferenceRules.of(nesting));
        inference.add(documents);
        TableSchema schema = inference.schema();
        TableLayout layout = TableLayout.of(
                new Namespace("bench", "documents"), schema, new TableOptions("public", "", ObjectIdForm.TEXT));
        return new CopyEncoder(layout, schema, CopyRules.standard());
    }

    private static DocumentBatch users() {
        DocumentBatch batch = new DocumentBatch(1 << 17);
        for (int i = 0; i < 1_000; i++) {
            Document user = new Document("_id", new ObjectId(1_700_000_000 + i, i))
                    .append("username", "first.last" + 1000 * i)
                    .append("email", "first.last" + 1000 * i + "@example.com")
                    .append("age", 18 + i % 70);
            byte[] bytes = new RawBsonDocument(user, new DocumentCodec())
                    .getByteBuffer()
                    .array();
            batch.add(bytes, 0, LittleEndian.int32(bytes, 0));
        }
        return batch;
    }
}
