package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.RedisProcess;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that one process starts others for. */
class ProcessFleetIT {

    private static final int DOCUMENTS = 60_000;
    private static final int CHUNKS = 60;

    @TempDir
    Path directory;

    @TempDir
    Path redisDirectory;

    private RedisProcess redis;

    @BeforeEach
    void start() {
        redis = RedisProcess.start(redisDirectory);
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void sharesARunAmongProcessesAndShowsOneLineForAll() throws SQLException {
        Millrace.Result result = Millrace.in(directory).run(arguments("--processes", "2"));

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out()).contains("60,000 documents", "60 of 60");
        assertThat(result.err()).contains("/s").doesNotContain("\"event\"");
        holdsEveryDocumentOnce();
    }

    @Test
    void replacesAProcessThatWasKilledAndGoesOn() throws SQLException {
        try (RunningMillrace running = Millrace.in(directory).start(arguments("--processes", "2", "--json"))) {
            Eventually.until("two processes of the run", () -> children(running).size() == 2);
            ProcessHandle victim = children(running).getFirst();
            Eventually.until("parts", () -> Millrace.names(target()).size() > 4);
            assertThat(victim.destroyForcibly()).isTrue();

            Millrace.Result result = running.await();

            assertThat(result.exitCode()).as(result.toString()).isZero();
            assertThat(result.out()).contains("ProcessReplaced", "" + victim.pid(), "DONE");
        }
        holdsEveryDocumentOnce();
    }

    @Test
    void drainsItsProcessesOnSigtermAndIsResumable() throws SQLException {
        try (RunningMillrace running = Millrace.in(directory).start(arguments("--processes", "2"))) {
            Eventually.until("two processes of the run", () -> children(running).size() == 2);
            List<ProcessHandle> children = children(running);
            Eventually.until("parts", () -> Millrace.names(target()).size() > 4);

            Millrace.Result result = running.terminate();

            assertThat(result.exitCode()).as(result.toString()).isEqualTo(130);
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
        assertThat(Millrace.in(directory).run(arguments("--processes", "2")).exitCode())
                .isZero();
        holdsEveryDocumentOnce();
    }

    @Test
    void oldToolsNameForProcessesNeedsRedisAndSaysSo() {
        Millrace.Result result = Millrace.in(directory)
                .withVariable("CLUSTER_IMPLEMENTATION", "multiprocessing")
                .run("export", "--from", "generated:users?count=10", "--to", "file:out");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        assertThat(result.err()).contains("several processes cannot share a run", "--run-store redis://");
    }

    private String[] arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
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
                "--max-memory",
                "200MB",
                "--run-store",
                redis.uri()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static List<ProcessHandle> children(RunningMillrace running) {
        return ProcessHandle.of(running.pid())
                .map(parent -> parent.children().toList())
                .orElse(List.of());
    }

    private Path target() {
        return directory.resolve("out");
    }

    private void holdsEveryDocumentOnce() throws SQLException {
        Map<String, byte[]> files = Millrace.files(target());
        Manifest manifest = Manifest.of(files);
        manifest.describes(files);
        assertThat(manifest.rows()).isEqualTo(DOCUMENTS);
        assertThat(ParquetFiles.rowsAndIds(target())).isEqualTo(DOCUMENTS + " rows, " + DOCUMENTS + " ids");
    }
}
