package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.RedisProcess;
import dev.millrace.state.RunProgress;
import dev.millrace.state.RunStore;
import dev.millrace.state.redis.RedisRunStore;
import dev.millrace.state.redis.RedisSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that several processes share through one Redis, and what becomes of them when one of the parts fails. */
class RedisRunIT {

    private static final int DOCUMENTS = 120_000;
    private static final int CHUNKS = 120;

    @TempDir
    Path directory;

    @TempDir
    Path redisDirectory;

    private RedisProcess redis;
    private SharedRun run;

    @BeforeEach
    void start() {
        redis = RedisProcess.start(redisDirectory);
        run = new SharedRun(
                Millrace.in(directory),
                Arguments.of("export", "--from", "generated:service-orders?count=" + DOCUMENTS)
                        .and("--to", "file:" + target(), "--chunk-size", Integer.toString(DOCUMENTS / CHUNKS))
                        .and("--workers", "2", "--lease-seconds", "3", "--run-store", redis.uri()));
    }

    @AfterEach
    void stop() {
        run.close();
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void movesEveryDocumentOnceWhenProcessesShareARun(int processes) throws SQLException {
        for (int i = 0; i < processes; i++) {
            run.join();
        }

        List<Millrace.Result> results = run.await();

        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.exitCode()).as(result.toString()).isZero());
        assertThat(results.stream().flatMap(SharedRun::commits))
                .as("each chunk is written by one process, once")
                .hasSize(CHUNKS)
                .doesNotHaveDuplicates();
        assertThat(results.stream()
                        .filter(result -> SharedRun.commits(result).findAny().isPresent()))
                .as("processes that had a part in it")
                .hasSizeGreaterThan(1);
        holdsEveryDocumentOnce();
    }

    @Test
    void completesWhenRedisIsGoneInTheMiddleAndComesBack() throws SQLException {
        RunningMillrace running = run.join();
        awaitParts(5);

        redis.stop();
        running.awaitLine("StoreRetried");
        redis.start();

        assertThat(running.await()).satisfies(SharedRun::isDone);
        holdsEveryDocumentOnce();
    }

    @Test
    void neverClaimsSuccessWhenRedisComesBackEmpty() throws SQLException {
        RunningMillrace running = run.join();
        awaitParts(5);

        redis.stop();
        redis.loseData();
        redis.start();

        Millrace.Result result = running.await();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.err()).contains("redis://127.0.0.1:" + redis.port(), "hint");
        assertThat(result.out()).doesNotContain("RunEnded");
        assertThat(Millrace.files(target())).doesNotContainKeys("manifest.json", "_SUCCESS");

        assertThat(run.join().await()).as("begun anew").satisfies(SharedRun::isDone);
        holdsEveryDocumentOnce();
    }

    @Test
    void refusesAProcessThatWasFrozenForLongerThanItsLease() throws SQLException {
        RunningMillrace frozen = run.join();
        awaitParts(5);
        try (RunStore store = RedisRunStore.open(RedisSettings.of(redis.uri()), Clock.systemUTC())) {
            SharedRun.freezeWhile(
                    () -> store.runs().stream().mapToLong(RunProgress::leased).sum() > 0, frozen);
        }

        Millrace.Result other = run.join().await();
        SharedRun.thaw(frozen);
        Millrace.Result thawed = frozen.await();

        assertThat(other).satisfies(SharedRun::isDone);
        assertThat(thawed).satisfies(SharedRun::isDone);
        assertThat(thawed.out()).contains("LeaseLost");
        assertThat(Stream.of(other, thawed).flatMap(SharedRun::commits))
                .hasSize(CHUNKS)
                .doesNotHaveDuplicates();
        holdsEveryDocumentOnce();
    }

    @Test
    void takesOverTheChunksOfAProcessThatWasKilled() throws SQLException {
        RunningMillrace killed = run.join();
        RunningMillrace other = run.join();
        killed.awaitLine("ChunkCommitted");

        Millrace.Result last = killed.killNow();

        assertThat(last.exitCode()).isEqualTo(137);
        assertThat(last.out()).doesNotContain("RunEnded");
        assertThat(other.await()).satisfies(SharedRun::isDone);
        holdsEveryDocumentOnce();
    }

    private Path target() {
        return directory.resolve("out");
    }

    private void awaitParts(int count) {
        Eventually.until(
                count + " parts in " + target(),
                () -> Millrace.names(target()).stream()
                                .filter(name -> name.endsWith(".parquet"))
                                .count()
                        >= count);
    }

    private void holdsEveryDocumentOnce() throws SQLException {
        Map<String, byte[]> files = Millrace.files(target());
        Manifest manifest = Manifest.of(files);
        manifest.describes(files);
        assertThat(manifest.objects()).hasSize(CHUNKS);
        assertThat(manifest.rows()).isEqualTo(DOCUMENTS);
        assertThat(files.keySet())
                .as("parts, manifest and _SUCCESS, nothing else")
                .hasSize(CHUNKS + 2);
        assertThat(ParquetFiles.rowsAndIds(target())).isEqualTo(DOCUMENTS + " rows, " + DOCUMENTS + " ids");
    }
}
