package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.OrderDocuments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A native process whose virtual threads miss that a socket is ready would wait for ever. */
class NativePollersIT {

    private static final int STARTS = Boolean.getBoolean("millrace.soak") ? 3_000 : 50;

    private final MongoDouble mongo = new MongoDouble().start();

    @TempDir
    Path directory;

    @BeforeEach
    void prepare() {
        assumeThat(Millrace.isNative()).as("a native binary").isTrue();
        mongo.load("shop.orders", OrderDocuments.of(100));
    }

    @AfterEach
    void stop() {
        mongo.close();
    }

    @Test
    void socketsAreWatchedByPlatformThreads() {
        mongo.faults().on("find").always().delay(Duration.ofSeconds(5));
        try (RunningMillrace running = start("held")) {
            running.awaitLine("RunStarted");
            Eventually.until(
                    "a thread that watches sockets", () -> threads(running).contains("Read-Poller"));

            assertThat(threads(running)).doesNotContain("MasterPoller");
        }
    }

    @Test
    void noneOfManyProcessesMissesItsFirstAnswers() {
        for (int i = 0; i < STARTS; i++) {
            try (RunningMillrace running = start("run-" + i)) {
                assertThat(running.await().exitCode()).as("run " + i).isZero();
            }
        }
    }

    private RunningMillrace start(String run) {
        return Millrace.in(directory)
                .start(Arguments.of("export", "--from", mongo.uri(), "-n", "shop.orders", "--to", "null:")
                        .and("--run-id", run, "--workers", "2", "--json")
                        .all());
    }

    /** Names of a process's threads as Linux tells them, which the program's own also are in a native build. */
    private static Set<String> threads(RunningMillrace running) {
        try (var tasks = Files.list(Path.of("/proc", Long.toString(running.pid()), "task"))) {
            return tasks.map(NativePollersIT::name).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }
}
