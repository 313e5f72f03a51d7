package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.PostgresServer;
import dev.millrace.doubles.RedisProcess;
import dev.millrace.doubles.gcs.GcsDouble;
import dev.millrace.doubles.gcs.HeldObject;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.OrderDocuments;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four processes share a run as pods of a job do: two are killed at random moments, one is frozen for longer than its lease,
 * others take their place; the result is exact. A moment is a number of commands that the source has seen.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedRunIT {

    private static final int ROUNDS = Boolean.getBoolean("millrace.soak") ? 10 : 1;
    private static final int PROCESSES = 4;
    private static final int KILLS = 2;
    private static final int ORDERS = 8_000;
    private static final int CHUNK_SIZE = 50;

    /** Commands between two disturbances, at most; five times as many go on. */
    private static final int LATEST = 30;

    private static final String DATABASE = "shared_run_it";

    private final SplittableRandom random = new SplittableRandom(20_261_121);
    private final MongoDouble mongo = new MongoDouble().start();
    private final PostgresServer postgres = PostgresServer.shared();
    private RedisProcess redis;

    @TempDir
    Path directory;

    @BeforeAll
    void start(@TempDir Path redisDirectory) {
        redis = RedisProcess.start(redisDirectory);
        mongo.load("shop.orders", OrderDocuments.of(ORDERS));
    }

    @AfterEach
    void mend() {
        mongo.faults().clear();
    }

    @AfterAll
    void stop() {
        mongo.close();
        redis.close();
    }

    @Test
    void everyRowIsInPostgresOnceThoughProcessesAreKilledAndFrozen() throws SQLException {
        // Time for every process to have a part in it.
        mongo.faults().on("find").always().delay(Duration.ofMillis(300));
        for (int round = 0; round < ROUNDS; round++) {
            String target = postgres.database(DATABASE);

            long chunks = disturb(Millrace.in(directory), shared("migrate", target, CHUNK_SIZE, "rows-" + round));

            assertEveryRowOnce();
            assertTold(chunks);
        }
    }

    @Test
    void everyDocumentIsInTheBucketOnceThoughProcessesAreKilledAndFrozen() {
        mongo.faults().on("find").always().delay(Duration.ofMillis(300));
        for (int round = 0; round < ROUNDS; round++) {
            try (GcsDouble gcs = GcsDouble.start("bucket")) {
                Millrace program = Millrace.in(directory).withVariable("STORAGE_EMULATOR_HOST", gcs.url());

                disturb(
                        program,
                        shared("export", "gs://bucket/shop", CHUNK_SIZE, "objects-" + round)
                                .and("--format", "jsonl", "--upload-chunk", "256KB"));

                assertEveryDocumentOnce(gcs);
            }
        }
    }

    @Test
    void aProcessThatWasFrozenInItsTransactionNeitherWritesItsChunkTwiceNorHoldsUpTheRun() throws SQLException {
        // Little memory makes small batches: a transaction with rows in it waits for the next reply.
        mongo.faults().on("getMore").always().delay(Duration.ofMillis(300));
        String target = postgres.database(DATABASE);
        try (SharedRun run = new SharedRun(
                Millrace.in(directory),
                shared("migrate", target, ORDERS / 8, "frozen").and("--max-memory", "8MB"))) {
            RunningMillrace frozen = run.join();
            frozen.awaitLine("RunStarted");
            SharedRun.freezeWhile(this::rowsWaitForTheirCommit, frozen);

            Millrace.Result other = run.join().await();
            SharedRun.thaw(frozen);
            Millrace.Result thawed = frozen.await();

            assertThat(other).satisfies(SharedRun::isDone);
            assertThat(other.out()).contains("had been left behind in a transaction");
            assertThat(thawed).satisfies(SharedRun::isDone);
            assertThat(thawed.out()).contains("LeaseLost");
            assertThat(Stream.of(other, thawed).flatMap(SharedRun::commits)).doesNotHaveDuplicates();
            assertTold(chunks(other));
        }
        assertEveryRowOnce();
    }

    /**
     * Four processes; two are killed and replaced, one of the others is frozen until the run is done without it.
     *
     * @return the run's chunks
     */
    private long disturb(Millrace program, Arguments arguments) {
        try (SharedRun run = new SharedRun(program, arguments)) {
            for (int i = 0; i < PROCESSES; i++) {
                run.join();
            }
            // A planner that dies keeps the others waiting for a minute.
            run.awaitFirstCommit();
            for (int i = 0; i < KILLS; i++) {
                awaitRandomMoment(run);
                run.any(random).killNow();
                run.join();
            }
            awaitRandomMoment(run);
            RunningMillrace frozen = run.any(random);
            SharedRun.freeze(frozen);
            run.awaitAllBut(frozen);
            SharedRun.thaw(frozen);

            List<Millrace.Result> results = run.await();
            assertThat(results)
                    .filteredOn(result -> result.exitCode() == 137)
                    .as("killed")
                    .hasSize(KILLS);
            assertThat(results)
                    .filteredOn(result -> result.exitCode() != 137)
                    .allSatisfy(SharedRun::isDoneOrCameLate)
                    .anySatisfy(SharedRun::isDone);
            assertThat(results.stream().flatMap(SharedRun::commits))
                    .as("chunks, each of which one process has written")
                    .doesNotHaveDuplicates();
            return chunks(results.stream()
                    .filter(result -> result.exitCode() == 0)
                    .findAny()
                    .orElseThrow());
        }
    }

    private static long chunks(Millrace.Result done) {
        return SharedRun.events(done, "RunEnded")
                .findFirst()
                .orElseThrow()
                .getNumber("chunks")
                .longValue();
    }

    private void awaitRandomMoment(SharedRun run) {
        long moment = commands() + random.nextInt(1, LATEST);
        Eventually.until("so many commands, or the end", () -> run.isOver() || commands() >= moment);
    }

    private long commands() {
        return mongo.recorded().commands().size();
    }

    private boolean rowsWaitForTheirCommit() {
        return postgres.number(
                        DATABASE,
                        "SELECT count(*) FROM pg_locks WHERE relation = to_regclass('orders') AND mode ="
                                + " 'RowExclusiveLock'")
                > 0;
    }

    /** Every row is compared with the document that it was made from, by PostgreSQL. */
    private void assertEveryRowOnce() throws SQLException {
        assertThat(postgres.rows(DATABASE, "SELECT count(*), count(DISTINCT _id), count(_rest) FROM orders"))
                .containsExactly(ORDERS + "|" + ORDERS + "|0");
        String same = """
                SELECT count(*) FROM unnest(?::jsonb[]) AS document (d) JOIN orders o ON o._id = d->'_id'->>'$oid'
                 WHERE o.number = (d->>'number')::int AND o.state = d->>'state' AND o.customer = d->'customer'
                   AND o.ordered_at = (d->'orderedAt'->>'$date')::timestamptz
                   AND o.total = (d->'total'->>'$numberDecimal')::numeric AND o.express = (d->>'express')::boolean
                   AND o.weight = (d->>'weight')::float8 AND o.lines = d->'lines' AND o.note = d->>'note'""";
        try (Connection connection = postgres.connect(DATABASE);
                PreparedStatement statement = connection.prepareStatement(same)) {
            Object[] documents = IntStream.range(0, ORDERS)
                    .mapToObj(number -> OrderDocuments.order(number).toJson())
                    .toArray();
            statement.setArray(1, connection.createArrayOf("text", documents));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                assertThat(rows.getInt(1)).as("rows that are their document").isEqualTo(ORDERS);
            }
        }
    }

    /** Each chunk has one entry in the ledger, and the entries add up to the rows. */
    private void assertTold(long chunks) {
        assertThat(postgres.rows(DATABASE, "SELECT count(*), count(DISTINCT chunk), sum(rows) FROM millrace_chunk"))
                .containsExactly(chunks + "|" + chunks + "|" + ORDERS);
    }

    private static void assertEveryDocumentOnce(GcsDouble gcs) {
        Map<String, byte[]> files = new TreeMap<>();
        for (HeldObject object : gcs.objects("bucket")) {
            files.put(object.name().substring("shop/".length()), object.content());
        }
        Manifest manifest = Manifest.of(files);
        manifest.describes(files);
        assertThat(files.keySet())
                .as("parts, manifest and _SUCCESS, nothing else")
                .hasSize(manifest.names().size() + 2);
        Set<BsonDocument> documents = manifest.names().stream()
                .flatMap(name -> new String(files.get(name), StandardCharsets.UTF_8).lines())
                .map(BsonDocument::parse)
                .collect(Collectors.toSet());
        assertThat(manifest.rows()).isEqualTo(ORDERS);
        assertThat(documents)
                .isEqualTo(IntStream.range(0, ORDERS)
                        .mapToObj(number ->
                                BsonDocument.parse(OrderDocuments.order(number).toJson()))
                        .collect(Collectors.toSet()));
    }

    private Arguments shared(String command, String target, int chunkSize, String runId) {
        return Arguments.of(command, "--from", mongo.uri(), "-n", "shop.orders", "--to", target)
                .and("--chunk-size", Integer.toString(chunkSize), "--workers", "2")
                .and("--run-store", redis.uri(), "--run-id", runId, "--lease-seconds", "2");
    }
}
