package dev.millrace.pipeline;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.millrace.bench.Goal;
import dev.millrace.bench.Result;
import dev.millrace.bench.Results;
import dev.millrace.bench.Series;
import dev.millrace.bson.JsonMode;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.Chunk;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.RunPlan;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.observe.RunMeter;
import dev.millrace.schema.InferenceRules;
import dev.millrace.schema.Nesting;
import dev.millrace.schema.SchemaInference;
import dev.millrace.schema.TableSchema;
import dev.millrace.sink.Sink;
import dev.millrace.sink.object.Compression;
import dev.millrace.sink.object.ObjectFormat;
import dev.millrace.sink.object.ObjectLayout;
import dev.millrace.sink.object.ObjectSink;
import dev.millrace.sink.object.jsonl.JsonLinesFormat;
import dev.millrace.sink.object.nullstore.NullObjectStore;
import dev.millrace.sink.object.parquet.ParquetFormat;
import dev.millrace.sink.object.parquet.ParquetOptions;
import dev.millrace.source.ChunkReader;
import dev.millrace.source.ChunkSize;
import dev.millrace.source.NamespaceSelection;
import dev.millrace.source.mongo.MongoSource;
import dev.millrace.source.mongo.ReadOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/**
 * What the export of orders of 1 KB allocates for a document, and the processor time that it takes, all threads together:
 * reading alone, and reading and writing to nowhere. The server is a double in another process. `AllocationBenchmark
 * DOCUMENTS ROUNDS`.
 */
public final class AllocationBenchmark {

    private static final String ORDERS = "shop.orders";
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final MongoSource source;
    private final CollectionInfo orders;
    private final List<Chunk> chunks = new ArrayList<>();

    private AllocationBenchmark(MongoSource source) {
        this.source = source;
        orders = source.collections(new NamespaceSelection(List.of(ORDERS))).getFirst();
        source.plan(
                orders,
                new ChunkSize(100_000),
                range -> chunks.add(new Chunk(chunks.size(), orders.namespace(), chunks.size(), range)));
    }

    public static void main(String... args) throws Exception {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MongoDouble.class.getName(),
                        "--seed",
                        ORDERS + "=" + args[0])
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String uri = server.inputReader().readLine();
            if (uri == null) {
                throw new IllegalStateException("the MongoDB double did not start");
            }
            try (MongoSource source =
                    new MongoSource(MongoConnection.open(uri, MongoOptions.none()), ReadOptions.everything())) {
                new AllocationBenchmark(source).run(Integer.parseInt(args[1]));
            }
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private void run(int rounds) throws Exception {
        List<Way> ways = List.of(
                new Way("reading alone", false, this::read),
                new Way("export as JSON Lines", true, moving(new JsonLinesFormat(JsonMode.RELAXED, Compression.NONE))),
                new Way("export as Parquet zstd", true, moving(parquet())));
        for (int round = -1; round < rounds; round++) {
            for (Way way : ways) {
                way.measure(Math.max(0, round), rounds);
            }
        }
        for (Way way : ways) {
            Result row = Result.figure("allocated a document, " + way.name, Series.of(way.bytes), "B")
                    .cpuSeconds(Series.of(way.micros).median());
            Results.add(way.isExport ? row.goal(Goal.atMost(100)) : row);
        }
    }

    /** Moves all documents and tells how many. */
    private interface Work {
        long run() throws Exception;
    }

    private static final class Way {
        private final String name;
        private final boolean isExport;
        private final Work work;
        private double[] bytes = {};
        private double[] micros = {};

        Way(String name, boolean isExport, Work work) {
            this.name = name;
            this.isExport = isExport;
            this.work = work;
        }

        void measure(int round, int rounds) throws Exception {
            if (bytes.length == 0) {
                bytes = new double[rounds];
                micros = new double[rounds];
            }
            long allocated = THREADS.getTotalThreadAllocatedBytes();
            long processor = SYSTEM.getProcessCpuTime();
            long documents = work.run();
            micros[round] = (SYSTEM.getProcessCpuTime() - processor) / 1e3 / documents;
            bytes[round] = (double) (THREADS.getTotalThreadAllocatedBytes() - allocated) / documents;
        }
    }

    private long read() {
        DocumentBatch batch = new DocumentBatch(ReadOptions.DEFAULT_BATCH_BYTES);
        long documents = 0;
        for (Chunk chunk : chunks) {
            try (ChunkReader reader = source.open(chunk)) {
                while (reader.read(batch)) {
                    documents += batch.size();
                }
            }
        }
        return documents;
    }

    private Work moving(ObjectFormat format) {
        Sink sink = new ObjectSink(new NullObjectStore(), new ObjectLayout(false), format, false);
        CollectionPlan collection = new CollectionPlan(orders, schema().toBson());
        sink.prepare(new RunPlan(
                "run", "export", "mongodb:", "null:", List.of(collection), new BsonDocument(), Instant.EPOCH));
        ChunkMove move = new ChunkMove(
                source,
                sink,
                new MemoryBudget(1 << 28),
                new RunMeter(System.nanoTime()),
                ReadOptions.DEFAULT_BATCH_BYTES);
        return () -> {
            long documents = 0;
            for (Chunk chunk : chunks) {
                documents += move.move(chunk, new Always()).written();
            }
            return documents;
        };
    }

    private TableSchema schema() {
        DocumentBatch sample = new DocumentBatch(1 << 20);
        source.sample(orders, 1_000, sample);
        SchemaInference inference = new SchemaInference(InferenceRules.of(Nesting.NATIVE));
        inference.add(sample);
        return inference.schema();
    }

    private static ObjectFormat parquet() {
        return new ParquetFormat(ParquetOptions.standard(), "bench");
    }

    private static final class Always implements ChunkMove.Permission {
        @Override
        public void check() {
            // Nobody takes a chunk away here.
        }

        @Override
        public void confirm() {
            // Nobody takes a chunk away here.
        }
    }
}
