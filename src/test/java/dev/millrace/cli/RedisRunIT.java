package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.RedisProcess;
import dev.millrace.state.RunProgress;
import dev.millrace.state.RunStore;
import dev.millrace.state.redis.RedisRunStore;
import dev.millrace.state.redis.RedisSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.BsonDocument;
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

    private final List<RunningMillrace> started = new ArrayList<>();
    private RedisProcess redis;

    @BeforeEach
    void start() {
        redis = RedisProcess.start(redisDirectory);
    }

    @AfterEach
    void stop() {
        started.forEach(RunningMillrace::close);
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void movesEveryDocumentOnceWhenProcessesShareARun(int processes) throws SQLException {
        for (int i = 0; i < processes; i++) {
            share();
        }

        List<Millrace.Result> results =
                started.stream().map(RunningMillrace::await).toList();

        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.exitCode()).as(result.toString()).isZero());
        assertThat(results.stream().flatMap(RedisRunIT::commits))
                .as("each chunk is written by one process, once")
                .hasSize(CHUNKS)
                .doesNotHaveDuplicates();
        assertThat(results.stream().filter(result -> commits(result).findAny().isPresent()))
                .as("processes that had a part in it")
                .hasSizeGreaterThan(1);
        holdsEveryDocumentOnce();
    }

    @Test
    void completesWhenRedisIsGoneInTheMiddleAndComesBack() throws SQLException {
        RunningMillrace running = share();
        awaitParts(5);

        redis.stop();
        running.awaitLine("StoreRetried");
        redis.start();

        assertThat(running.await()).satisfies(RedisRunIT::isDone);
        holdsEveryDocumentOnce();
    }

    @Test
    void neverClaimsSuccessWhenRedisComesBackEmpty() throws SQLException {
        RunningMillrace running = share();
        awaitParts(5);

        redis.stop();
        redis.loseData();
        redis.start();

        Millrace.Result result = running.await();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.err()).contains("redis://127.0.0.1:" + redis.port(), "hint");
        assertThat(result.out()).doesNotContain("RunEnded");
        assertThat(Millrace.files(target())).doesNotContainKeys("manifest.json", "_SUCCESS");

        assertThat(share().await()).as("begun anew").satisfies(RedisRunIT::isDone);
        holdsEveryDocumentOnce();
    }

    @Test
    void refusesAProcessThatWasFrozenForLongerThanItsLease() throws SQLException {
        RunningMillrace frozen = share();
        awaitParts(5);
        freezeInTheMiddleOfAChunk(frozen);

        Millrace.Result other = share().await();
        signal(frozen, "CONT");
        Millrace.Result thawed = frozen.await();

        assertThat(other).satisfies(RedisRunIT::isDone);
        assertThat(thawed).satisfies(RedisRunIT::isDone);
        assertThat(thawed.out()).contains("LeaseLost");
        assertThat(Stream.of(other, thawed).flatMap(RedisRunIT::commits))
                .hasSize(CHUNKS)
                .doesNotHaveDuplicates();
        holdsEveryDocumentOnce();
    }

    @Test
    void takesOverTheChunksOfAProcessThatWasKilled() throws SQLException {
        RunningMillrace killed = share();
        RunningMillrace other = share();
        killed.awaitLine("ChunkCommitted");

        Millrace.Result last = killed.killNow();

        assertThat(last.exitCode()).isEqualTo(137);
        assertThat(last.out()).doesNotContain("RunEnded");
        assertThat(other.await()).satisfies(RedisRunIT::isDone);
        holdsEveryDocumentOnce();
    }

    /** Starts one more process with the arguments of all the others. */
    private RunningMillrace share() {
        RunningMillrace running = Millrace.in(directory)
                .start(
                        "export",
                        "--from",
                        "generated:service-orders?count=" + DOCUMENTS,
                        "--to",
                        "file:" + target(),
                        "--chunk-size",
                        Integer.toString(DOCUMENTS / CHUNKS),
                        "--workers",
                        "2",
                        "--lease-seconds",
                        "3",
                        "--run-store",
                        redis.uri(),
                        "--json");
        started.add(running);
        return running;
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

    private static void isDone(Millrace.Result result) {
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(events(result, "RunEnded"))
                .extracting(event -> event.getString("outcome").getValue())
                .containsExactly("DONE");
    }

    /** The numbers of the chunks that a process has committed. */
    private static Stream<Integer> commits(Millrace.Result result) {
        return events(result, "ChunkCommitted")
                .map(event -> event.getInt32("chunk").getValue());
    }

    private static Stream<BsonDocument> events(Millrace.Result result, String name) {
        return result.out()
                .lines()
                .map(BsonDocument::parse)
                .filter(event -> event.getString("event").getValue().equals(name));
    }

    /** Stops the process where it holds a lease: between two chunks it would have none to lose. */
    private void freezeInTheMiddleOfAChunk(RunningMillrace running) {
        try (RunStore store = RedisRunStore.open(RedisSettings.of(redis.uri()), Clock.systemUTC())) {
            Eventually.until("a process that was stopped with a lease in its hand", () -> {
                signal(running, "STOP");
                if (store.runs().stream().mapToLong(RunProgress::leased).sum() > 0) {
                    return true;
                }
                signal(running, "CONT");
                return false;
            });
        }
    }

    private static void signal(RunningMillrace running, String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(running.pid())).start();
            assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
