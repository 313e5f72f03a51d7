package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.RedisProcess;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.OrderDocuments;
import dev.millrace.schema.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the program at random points and starts it again with the same arguments until the run is done: the output
 * is that of an undisturbed run. A point is a number of commands that the server has seen, so that it falls into
 * planning, reading and writing alike, however fast the machine is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillAndResumeIT {

    private static final int KILLS = Boolean.getBoolean("millrace.soak") ? 20 : 3;
    private static final int ORDERS = 2_000 * KILLS;

    /** Eight chunks a kill, of one find each, several of them in flight. */
    private static final List<String> RUN = List.of("--chunk-size", "250", "--workers", "3", "--max-memory", "200MB");

    /** As many commands as connecting, planning and half of the chunks between two kills take. */
    private static final int LATEST_KILL = 20;

    private static final List<String> JSON_LINES = List.of("--format", "jsonl");
    private static final List<String> PARQUET = List.of("--format", "parquet");

    /** A planner that was killed holds Redis's claim for a minute: there the kills come after planning. */
    private enum KillFrom {
        START,
        FIRST_CHUNK
    }

    private final SplittableRandom random = new SplittableRandom(20_250_101);
    private final MongoDouble mongo = new MongoDouble().start();

    @TempDir
    Path directory;

    @BeforeAll
    void fill() {
        mongo.load("shop.orders", OrderDocuments.of(ORDERS));
        // Time for the kill to hit while the command is under way.
        mongo.faults().on("find").always().delay(Duration.ofMillis(100));
    }

    @AfterAll
    void stop() {
        mongo.close();
    }

    @Test
    void jsonLinesAreByteForByteThoseOfAnUndisturbedRun() {
        killAndResume(JSON_LINES, KillFrom.START);

        assertSameFilesAsUndisturbed();
    }

    @Test
    void parquetHasTheRowsOfTheSource() {
        killAndResume(PARQUET, KillFrom.START);

        assertSameRowsAsTheSource();
    }

    @Test
    void jsonLinesAreByteForByteThoseOfAnUndisturbedRunWithRedis() throws IOException {
        try (RedisProcess redis = RedisProcess.start(Files.createDirectory(directory.resolve("redis")))) {
            killAndResume(withRedis(JSON_LINES, redis), KillFrom.FIRST_CHUNK);

            assertSameFilesAsUndisturbed();
        }
    }

    @Test
    void parquetHasTheRowsOfTheSourceWithRedis() throws IOException {
        try (RedisProcess redis = RedisProcess.start(Files.createDirectory(directory.resolve("redis")))) {
            killAndResume(withRedis(PARQUET, redis), KillFrom.FIRST_CHUNK);

            assertSameRowsAsTheSource();
        }
    }

    private void killAndResume(List<String> options, KillFrom from) {
        Arguments run = arguments("out", options);
        int kills = 0;
        boolean killed = true;
        while (killed && kills < KILLS) {
            killed = killed(run, from);
            kills += killed ? 1 : 0;
        }
        assertThat(kills).isPositive();

        Millrace.Result last = Millrace.in(directory).run(run.all());

        assertThat(last.exitCode()).as(last.err()).isZero();
        assertThat(last.out())
                .containsPattern("written +" + String.format(Locale.ROOT, "%,d", ORDERS) + " documents")
                .containsPattern("rejected +0");
    }

    /** True where the kill hit; false where the run was done before. */
    private boolean killed(Arguments run, KillFrom from) {
        try (RunningMillrace running = Millrace.in(directory).start(run.all())) {
            if (from == KillFrom.FIRST_CHUNK) {
                running.awaitLine("run \\w+(: \\d+ chunks| was done)");
            }
            long point = commands() + random.nextInt(1, LATEST_KILL);
            Eventually.until(
                    "the process is over or far enough to be killed", () -> !running.isAlive() || commands() >= point);
            return running.killNow().exitCode() != 0;
        }
    }

    private long commands() {
        return mongo.recorded().commands().size();
    }

    private void assertSameFilesAsUndisturbed() {
        Exported exported = new Exported(directory.resolve("out"));
        Path elsewhere = directory.resolve("undisturbed");
        Millrace.Result undisturbed =
                Millrace.in(directory).run(arguments("undisturbed", JSON_LINES).all());
        assertThat(undisturbed.exitCode()).as(undisturbed.err()).isZero();

        assertThat(exported.isComplete()).isTrue();
        assertThat(exported.digests()).isEqualTo(new Exported(elsewhere).digests());
    }

    /** The sample that Parquet's columns are inferred from is random: two plans may differ, their rows may not. */
    private void assertSameRowsAsTheSource() {
        Exported exported = new Exported(directory.resolve("out"));
        List<Value.Doc> source = mongo.documents("shop.orders").stream()
                .map(document -> (Value.Doc) Value.of(document))
                .toList();

        assertThat(exported.isComplete()).isTrue();
        Exported.assertSame(source, exported.rows("shop.orders"), true);
    }

    private Arguments arguments(String target, List<String> options) {
        return Arguments.of("export", "--from", mongo.uri(), "-n", "shop.orders", "--to", "file:" + target)
                .and(RUN)
                .and(options);
    }

    private static List<String> withRedis(List<String> options, RedisProcess redis) {
        return Arguments.of("--run-store", redis.uri(), "--lease-seconds", "2")
                .and(options)
                .words();
    }
}
