package dev.millrace.state;

import dev.millrace.bench.Result;
import dev.millrace.bench.Results;
import dev.millrace.bench.Scratch;
import dev.millrace.bench.Series;
import dev.millrace.doubles.RedisProcess;
import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.Namespace;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import dev.millrace.pipeline.TaskGroup;
import dev.millrace.state.file.FileRunStore;
import dev.millrace.state.redis.RedisRunStore;
import dev.millrace.state.redis.RedisSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;

/**
 * What a run of very many chunks costs in a run store, without any documents: planning, leases, receipts, and what they
 * take in Redis's memory or on disk. `RunStoreBenchmark CHUNKS DONE WORKERS`: so many chunks are planned, and the first
 * of them are done, by so many workers at once.
 */
public final class RunStoreBenchmark {

    private static final String RUN = "benchmark";
    private static final Duration TTL = Duration.ofMinutes(1);
    private static final int PAGE = 1_000;
    private static final Namespace ORDERS = new Namespace("shop", "orders");
    private final RunStore store;
    private final LongSupplier size;
    private final int chunks;
    private final int done;
    private final int workers;

    private RunStoreBenchmark(RunStore store, LongSupplier size, int chunks, int done, int workers) {
        this.store = store;
        this.size = size;
        this.chunks = chunks;
        this.done = done;
        this.workers = workers;
    }

    public static void main(String... args) throws Exception {
        int chunks = Integer.parseInt(args[0]);
        int done = Integer.parseInt(args[1]);
        int workers = Integer.parseInt(args[2]);
        try (Scratch scratch = Scratch.open("millrace-runs")) {
            Path files = Files.createDirectory(scratch.path("file"));
            try (RunStore store = new FileRunStore(files, Clock.systemUTC())) {
                new RunStoreBenchmark(store, () -> bytes(files), chunks, done, workers).run("a directory");
            }
            // Without its log of writes, as the memory is what is asked for.
            RedisProcess redis = RedisProcess.start(scratch.root(), "appendonly no");
            try (redis;
                    RunStore store = RedisRunStore.open(RedisSettings.of(redis.uri()), Clock.systemUTC())) {
                Results.part("Redis " + told(redis.port(), "redis_version"));
                new RunStoreBenchmark(
                                store, () -> Long.parseLong(told(redis.port(), "used_memory")), chunks, done, workers)
                        .run("Redis");
            }
        }
    }

    private void run(String name) throws InterruptedException {
        String what = String.format(Locale.ROOT, "%,d chunks in %s", chunks, name);
        long empty = size.getAsLong();
        long begin = System.nanoTime();
        plan();
        tell(what + ": planned", chunks, begin);
        long planned = size.getAsLong();
        figure(what + ": a planned chunk", (double) (planned - empty) / chunks, "bytes");
        begin = System.nanoTime();
        work();
        tell(what + ": leased and done, " + workers + " workers", done, begin);
        figure(what + ": a chunk done, more", (double) (size.getAsLong() - planned) / done, "bytes");
        begin = System.nanoTime();
        long told = store.progress(RUN).done();
        figure(what + ": progress told", (System.nanoTime() - begin) / 1e6, "ms");
        begin = System.nanoTime();
        try (var receipts = store.receipts(RUN)) {
            long read = receipts.count();
            if (read != done || told != done) {
                throw new IllegalStateException(read + " receipts, " + told + " done");
            }
        }
        tell(what + ": receipts read", done, begin);
    }

    private static void tell(String what, int count, long begin) {
        Results.add(Result.of(what, Series.of(count / ((System.nanoTime() - begin) / 1e9))));
    }

    private static void figure(String what, double value, String unit) {
        Results.add(Result.figure(what, Series.of(value), unit));
    }

    private void plan() {
        if (!store.claimPlanning(RUN, "planner", TTL)) {
            throw new IllegalStateException("somebody else plans");
        }
        List<Chunk> page = new ArrayList<>();
        for (int number = 0; number < chunks; number++) {
            page.add(chunk(number));
            if (page.size() == PAGE || number == chunks - 1) {
                store.addChunks(RUN, page);
                page.clear();
            }
        }
        store.publish(new RunPlan(
                RUN, "export", "mongodb://h/shop", "gs://bucket", List.of(), new BsonDocument(), Instant.now()));
    }

    private void work() throws InterruptedException {
        AtomicInteger left = new AtomicInteger(done);
        try (TaskGroup group = new TaskGroup("worker")) {
            for (int worker = 0; worker < workers; worker++) {
                String name = "worker-" + worker;
                group.fork(() -> {
                    while (left.getAndDecrement() > 0) {
                        Lease lease = store.lease(RUN, name, TTL).orElseThrow();
                        if (!store.complete(lease, receipt(lease.chunk().number()))) {
                            throw new IllegalStateException("lost");
                        }
                    }
                });
            }
            group.join();
        }
    }

    private static Chunk chunk(int number) {
        BsonDocument bounds = new BsonDocument("min", id(number)).append("max", id(number + 1));
        return new Chunk(number, ORDERS, number, new ChunkRange(bounds, 100_000, 100L << 20));
    }

    private static WriteReceipt receipt(int number) {
        String object = String.format(Locale.ROOT, "exports/shop/orders/part-%08d-a1b2c3d4e5f6.parquet", number);
        BsonDocument detail = new BsonDocument("object", new BsonString(object))
                .append("bytes", new BsonInt64(31_415_926))
                .append("crc32c", new BsonString("yZRlqg=="))
                .append("generation", new BsonInt64(1_795_000_000_000_000L + number))
                .append("rows", new BsonInt64(100_000))
                .append("widened", new BsonInt64(0))
                .append("rest", new BsonInt64(0))
                .append("firstId", id(number))
                .append("lastId", id(number + 1));
        return new WriteReceipt(100_000, 0, 100L << 20, 31_415_926, detail);
    }

    private static BsonObjectId id(int number) {
        return new BsonObjectId(new ObjectId(1_795_000_000 + number, number & 0xFFFFFF));
    }

    private static long bytes(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Redis says of itself. */
    private static String told(int port, String field) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write("INFO\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> line.startsWith(field + ":"))
                    .map(line -> line.substring(field.length() + 1).strip())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("Redis does not tell its " + field));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
