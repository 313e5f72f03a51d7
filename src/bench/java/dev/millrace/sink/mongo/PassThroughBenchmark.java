package dev.millrace.sink.mongo;

import static dev.millrace.Rates.median;
import static dev.millrace.Rates.spread;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.OrderDocuments;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.RawBsonDocument;

/**
 * Copies a collection of orders from one server to another: millrace as a process, and a loop that inserts prebuilt batches
 * without reading anything (the limit), in turns, with as many connections. The servers are doubles in this process, which
 * share the cores with both ways; reading costs the first way a server's time that the second does not pay. Prints rates,
 * their ratio, and the processor time of the millrace process for a document, the driver's included: `PassThroughBenchmark
 * PROGRAM DOCUMENTS ROUNDS`.
 */
public final class PassThroughBenchmark {

    private static final String ORDERS = "shop.orders";
    private static final int CONNECTIONS = 4;
    private static final int BATCH = 1_000;

    private final String program;
    private final List<RawBsonDocument> documents = new ArrayList<>();

    private PassThroughBenchmark(String program, int count) {
        this.program = program;
        OrderDocuments.of(count).forEach(order -> documents.add(new RawBsonDocument(order)));
    }

    public static void main(String... args) throws Exception {
        PassThroughBenchmark benchmark = new PassThroughBenchmark(args[0], Integer.parseInt(args[1]));
        try (MongoDouble source = new MongoDouble().start()) {
            source.load(ORDERS, OrderDocuments.of(benchmark.documents.size()));
            benchmark.run(source, Integer.parseInt(args[2]));
        }
    }

    private void run(MongoDouble source, int rounds) throws Exception {
        migrate(source);
        insert();
        double[] ours = new double[rounds];
        double[] limit = new double[rounds];
        double[] micros = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            Spent spent = migrate(source);
            ours[round] = documents.size() / spent.seconds();
            micros[round] = spent.processor().toNanos() / 1e3 / documents.size();
            limit[round] = documents.size() / insert();
        }
        System.out.printf(
                Locale.ROOT,
                "%-58s %14.0f/s ± %2.0f%% %14.0f/s ± %2.0f%%   %6.2f   ≥ 0.9%n",
                "MongoDB to MongoDB : inserting prebuilt batches",
                median(ours),
                spread(ours),
                median(limit),
                spread(limit),
                median(ours) / median(limit));
        System.out.printf(
                Locale.ROOT,
                "%-58s %11.2f µs ± %2.0f%%%n",
                "  : processor time of its process a document, driver included",
                median(micros),
                spread(micros));
    }

    /** What moving all documents took, from the first event to the last committed chunk. */
    private record Spent(double seconds, Duration processor) {}

    private Spent migrate(MongoDouble source) throws Exception {
        Path directory = Files.createTempDirectory("millrace-pass");
        try (MongoDouble target = new MongoDouble().start()) {
            Process process = new ProcessBuilder(
                            program,
                            "migrate",
                            "--from",
                            source.uri(),
                            "-n",
                            ORDERS,
                            "--to",
                            target.uri(),
                            "--workers",
                            Integer.toString(CONNECTIONS),
                            "--chunk-size",
                            "20000",
                            "--run-store",
                            directory.toString(),
                            "--json")
                    .directory(directory.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            long first = 0;
            long last = 0;
            Duration before = Duration.ZERO;
            Duration after = Duration.ZERO;
            try (BufferedReader events = process.inputReader()) {
                for (String event = events.readLine(); event != null; event = events.readLine()) {
                    if (event.contains("\"RunStarted\"")) {
                        first = System.nanoTime();
                        before = process.info().totalCpuDuration().orElse(Duration.ZERO);
                    } else if (event.contains("\"ChunkCommitted\"")) {
                        last = System.nanoTime();
                        after = process.info().totalCpuDuration().orElse(after);
                    }
                }
            }
            if (process.waitFor() != 0 || target.documents(ORDERS).size() != documents.size()) {
                throw new IllegalStateException("millrace ended with exit code " + process.exitValue());
            }
            return new Spent((last - first) / 1e9, after.minus(before));
        }
    }

    private double insert() throws Exception {
        try (MongoDouble target = new MongoDouble().start();
                MongoClient client = MongoClients.create(target.uri())) {
            MongoCollection<RawBsonDocument> orders =
                    client.getDatabase("shop").getCollection("orders", RawBsonDocument.class);
            orders.countDocuments();
            List<Callable<Integer>> inserts = new ArrayList<>();
            for (int from = 0; from < documents.size(); from += BATCH) {
                List<RawBsonDocument> batch = documents.subList(from, Math.min(documents.size(), from + BATCH));
                inserts.add(() -> orders.insertMany(batch, new InsertManyOptions().ordered(false))
                        .getInsertedIds()
                        .size());
            }
            long start = System.nanoTime();
            try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
                for (Future<Integer> insert : threads.invokeAll(inserts)) {
                    insert.get();
                }
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
