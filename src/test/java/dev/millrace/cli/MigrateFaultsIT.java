package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.PostgresServer;
import dev.millrace.doubles.RedisProcess;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.OrderDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** `migrate` is killed, stopped, and loses its server in the middle: every `_id` is in the table once all the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrateFaultsIT {

    private static final int KILLS = Boolean.getBoolean("millrace.soak") ? 20 : 3;
    private static final int ORDERS = 2_000 * KILLS;
    private static final int LATEST_KILL = 20;
    private static final String DATABASE = "migrate_faults_it";

    private final SplittableRandom random = new SplittableRandom(20_261_121);
    private final MongoDouble mongo = new MongoDouble().start();
    private final PostgresServer postgres = PostgresServer.start(Map.of("fsync", "on"));
    private String target = "";

    @TempDir
    Path directory;

    @BeforeAll
    void fill() {
        mongo.load("shop.orders", OrderDocuments.of(ORDERS));
        // Time for a fault to hit while the command is under way.
        mongo.faults().on("find").always().delay(Duration.ofMillis(100));
    }

    @BeforeEach
    void emptyDatabase() {
        target = postgres.database(DATABASE);
    }

    @AfterAll
    void stop() {
        mongo.close();
        postgres.close();
    }

    @Test
    void everyIdIsThereOnceAfterKillsAtRandomPoints() {
        killAndResume(arguments());
    }

    @Test
    void everyIdIsThereOnceAfterKillsAtRandomPointsInTablesWithChildren() {
        killAndResume(arguments().and("--nested", "tables"));
        assertThat(postgres.number(DATABASE, "SELECT count(*) FROM millrace_chunk"))
                .isPositive();
    }

    @Test
    void resumesAfterSigterm() {
        try (RunningMillrace running = Millrace.in(directory).start(arguments().all())) {
            awaitChunks(3);
            Millrace.Result stopped = running.terminate();
            assertThat(stopped.exitCode()).as(stopped.toString()).isEqualTo(130);
            assertThat(stopped.out()).contains("was interrupted");
        }

        assertDone(Millrace.in(directory).run(arguments().all()));
    }

    @Test
    void goesOnWhenTheServerIsRestarted() {
        try (RunningMillrace running =
                Millrace.in(directory).start(arguments().and("--attempts", "20").all())) {
            awaitChunks(3);
            postgres.stop();
            running.awaitLine("retry");
            postgres.start();

            assertDone(running.await());
        }
    }

    @Test
    void goesOnWhenItsBackendsAreTerminated() {
        try (RunningMillrace running =
                Millrace.in(directory).start(arguments().and("--attempts", "30").all())) {
            for (int i = 0; i < KILLS && running.isAlive(); i++) {
                awaitChunks(3 + i);
                postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE"
                        + " 'millrace%'");
            }

            assertDone(running.await());
        }
    }

    @Test
    void severalProcessesShareARunAndOneOfThemIsKilled() throws IOException {
        try (RedisProcess redis = RedisProcess.start(Files.createDirectory(directory.resolve("redis")))) {
            Arguments shared =
                    arguments().and("--run-store", redis.uri(), "--lease-seconds", "2", "--processes", "2", "--json");
            try (RunningMillrace running = Millrace.in(directory).start(shared.all())) {
                awaitChunks(2);
                ProcessHandle.of(running.pid())
                        .flatMap(parent -> parent.children().findFirst())
                        .ifPresent(ProcessHandle::destroyForcibly);

                assertDone(running.await());
            }
        }
    }

    private void killAndResume(Arguments run) {
        int kills = 0;
        boolean killed = true;
        while (killed && kills < KILLS) {
            killed = killed(run);
            kills += killed ? 1 : 0;
        }
        assertThat(kills).isPositive();

        assertDone(Millrace.in(directory).run(run.all()));
    }

    /** True where the kill hit; false where the run was done before. */
    private boolean killed(Arguments run) {
        try (RunningMillrace running = Millrace.in(directory).start(run.all())) {
            long point = commands() + random.nextInt(1, LATEST_KILL);
            Eventually.until(
                    "the process is over or far enough to be killed", () -> !running.isAlive() || commands() >= point);
            return running.killNow().exitCode() != 0;
        }
    }

    private long commands() {
        return mongo.recorded().commands().size();
    }

    private void awaitChunks(int count) {
        Eventually.until(count + " chunks in PostgreSQL", () -> chunks() >= count);
    }

    private long chunks() {
        boolean there =
                postgres.number(DATABASE, "SELECT count(*) FROM pg_tables WHERE tablename = 'millrace_chunk'") == 1;
        return there ? postgres.number(DATABASE, "SELECT count(*) FROM millrace_chunk") : 0;
    }

    private void assertDone(Millrace.Result result) {
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(postgres.rows(DATABASE, "SELECT count(*), count(DISTINCT _id) FROM orders"))
                .containsExactly(ORDERS + "|" + ORDERS);
        assertThat(postgres.number(
                        DATABASE, "SELECT count(*) FROM pg_index WHERE indrelid = 'orders'::regclass AND indisprimary"))
                .isEqualTo(1);
    }

    private Arguments arguments() {
        return Arguments.of(
                "migrate",
                "--from",
                mongo.uri(),
                "-n",
                "shop.orders",
                "--to",
                target,
                "--chunk-size",
                "250",
                "--workers",
                "3",
                "--max-memory",
                "200MB");
    }
}
