package dev.millrace.sink.mongo.verify;

import dev.millrace.bench.Goal;
import dev.millrace.bench.Result;
import dev.millrace.bench.Results;
import dev.millrace.bench.Rounds;
import dev.millrace.bench.Series;
import dev.millrace.bson.BsonHash;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.OrderDocuments;
import dev.millrace.model.Chunk;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.RejectedDocument;
import dev.millrace.model.RunPlan;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.RejectFile;
import dev.millrace.sink.RejectFiles;
import dev.millrace.source.ChunkReader;
import dev.millrace.source.ChunkSize;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.NamespaceSelection;
import dev.millrace.source.mongo.MongoSource;
import dev.millrace.source.mongo.ReadOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.BsonDocument;

/**
 * Compares equal collections of two servers, and reads the same ranges of both without looking at them (the limit), in
 * turns. The servers are doubles in this process, so that both ways share the cores with them. Counts documents of
 * both sides together: `ScanBenchmark DOCUMENTS ROUNDS`.
 */
public final class ScanBenchmark {

    private static final String ORDERS = "shop.orders";
    private static final int CHUNK = 20_000;

    private final int documents;
    private final MongoDouble left;
    private final MongoDouble right;

    private ScanBenchmark(int documents, MongoDouble left, MongoDouble right) {
        this.documents = documents;
        this.left = left;
        this.right = right;
    }

    public static void main(String... args) throws Exception {
        int documents = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        try (MongoDouble left = new MongoDouble().start();
                MongoDouble right = new MongoDouble().start()) {
            left.load(ORDERS, OrderDocuments.of(documents));
            right.load(ORDERS, OrderDocuments.of(documents));
            new ScanBenchmark(documents, left, right).run(rounds);
        }
    }

    private void run(int rounds) throws Exception {
        for (int warmup = 0; warmup < 2; warmup++) {
            scan();
            compare();
        }
        Rounds.Pair rates = Rounds.rates(rounds, () -> 2 * documents / compare(), () -> 2 * documents / scan());
        Results.add(Result.of("verify MongoDB against MongoDB, documents of both sides", rates.ours())
                .against("raw scan of both sides", rates.limit())
                .goal(Goal.ratio(0.8)));
        Results.add(Result.of("a hash of each document, 1 KB, one core", Series.of(hashed(rounds))));
    }

    /** Documents a second, from memory; the best round, as nothing else is measured. */
    private double hashed(int rounds) {
        DocumentBatch batch = new DocumentBatch(1 << 16);
        OrderDocuments.of(CHUNK).forEach(order -> batch.add(order, 0, order.length));
        double best = 0;
        long all = 0;
        for (int round = 0; round < 10 * rounds; round++) {
            long start = System.nanoTime();
            BsonHash hash = new BsonHash();
            for (int i = 0; i < batch.size(); i++) {
                hash.add(batch.bytes(), batch.offset(i), batch.length(i));
            }
            all += hash.documents();
            best = Math.max(best, batch.size() / ((System.nanoTime() - start) / 1e9));
        }
        if (all != 10L * rounds * CHUNK) {
            throw new IllegalStateException("documents are missing");
        }
        return best;
    }

    private double scan() throws Exception {
        try (DocumentSource here = source(left);
                DocumentSource there = source(right)) {
            List<Callable<Long>> reads = new ArrayList<>();
            for (Chunk chunk : chunks(here)) {
                reads.add(() -> {
                    Thread other = Thread.ofVirtual().start(() -> read(there, chunk));
                    long read = read(here, chunk);
                    other.join();
                    return read;
                });
            }
            return timed(reads);
        }
    }

    private static long read(DocumentSource source, Chunk chunk) {
        long read = 0;
        try (ChunkReader reader = source.open(chunk)) {
            DocumentBatch batch = new DocumentBatch(1 << 16);
            while (reader.read(batch)) {
                read += batch.size();
            }
        }
        return read;
    }

    private double compare() throws Exception {
        ComparisonOptions options = new ComparisonOptions(true, true, true, 20, false, 0, Duration.ZERO, Repair.NONE);
        try (DocumentSource here = source(left);
                MongoComparison comparison = new MongoComparison(
                        Optional.of(side(left)),
                        side(right),
                        options,
                        name -> name,
                        new NoFiles(),
                        differences -> {})) {
            List<Chunk> chunks = chunks(here);
            CollectionInfo info =
                    here.collections(new NamespaceSelection(List.of(ORDERS))).getFirst();
            comparison.prepare(new RunPlan(
                    "bench",
                    "verify",
                    "left",
                    "right",
                    List.of(new CollectionPlan(info, new BsonDocument())),
                    new BsonDocument(),
                    Instant.EPOCH));
            List<Callable<Long>> comparisons = new ArrayList<>();
            for (Chunk chunk : chunks) {
                comparisons.add(() -> compare(here, comparison, chunk));
            }
            return timed(comparisons);
        }
    }

    private static long compare(DocumentSource here, MongoComparison comparison, Chunk chunk) {
        try (ChunkReader reader = here.open(chunk);
                ChunkWriter writer = comparison.open(chunk)) {
            DocumentBatch batch = new DocumentBatch(1 << 16);
            while (reader.read(batch)) {
                writer.write(batch);
            }
            return writer.commit().written();
        }
    }

    private List<Chunk> chunks(DocumentSource source) {
        List<Chunk> chunks = new ArrayList<>();
        CollectionInfo info =
                source.collections(new NamespaceSelection(List.of(ORDERS))).getFirst();
        source.plan(
                info,
                new ChunkSize(CHUNK),
                range -> chunks.add(new Chunk(chunks.size(), info.namespace(), chunks.size(), range)));
        return chunks;
    }

    /** The seconds until every chunk is read, by as many threads as there are cores. */
    private double timed(List<Callable<Long>> chunks) throws Exception {
        long start = System.nanoTime();
        long read = 0;
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (Future<Long> chunk : threads.invokeAll(chunks)) {
                read += chunk.get();
            }
        }
        if (read != documents) {
            throw new IllegalStateException(read + " documents of " + documents);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static DocumentSource source(MongoDouble mongo) {
        return new MongoSource(MongoConnection.open(mongo.uri(), MongoOptions.none()), ReadOptions.everything());
    }

    private static ComparedSide side(MongoDouble mongo) {
        MongoConnection connection = MongoConnection.open(mongo.uri(), MongoOptions.none());
        return new ComparedSide(connection, new MongoSource(connection, ReadOptions.everything()), new BsonDocument());
    }

    /** Equal collections leave nothing to keep. */
    private static final class NoFiles implements RejectFiles {

        @Override
        public String description() {
            return "nowhere";
        }

        @Override
        public RejectFile open(String runId, Chunk chunk) {
            return new RejectFile() {
                @Override
                public void reject(RejectedDocument document) {
                    throw new IllegalStateException(document.id() + " " + document.reason());
                }

                @Override
                public long count() {
                    return 0;
                }

                @Override
                public void commit() {
                    // There is nothing in it.
                }

                @Override
                public void close() {
                    // Nor here.
                }
            };
        }
    }
}
