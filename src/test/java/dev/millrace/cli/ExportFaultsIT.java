package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.mongo.Fault;
import dev.millrace.doubles.mongo.Faults;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.OrderDocuments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The source goes wrong in the middle of a run, or somebody stops it: what comes out is what an undisturbed run writes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportFaultsIT {

    /** About 6 MB a chunk: two batches, of which the second is fetched by getMore. */
    private static final int ORDERS = 18_000;

    private static final String CHUNK = "6000";

    private final MongoDouble mongo = new MongoDouble().start();
    private Map<String, String> undisturbed = Map.of();

    @TempDir
    Path directory;

    @BeforeAll
    void exportOnceUndisturbed(@TempDir Path elsewhere) {
        mongo.load("shop.orders", OrderDocuments.of(ORDERS));
        Millrace.Result result = Millrace.in(elsewhere).run(arguments("").all());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(mongo.recorded().count("getMore")).isPositive();
        undisturbed = parts(elsewhere);
        assertThat(undisturbed).hasSizeGreaterThanOrEqualTo(3);
    }

    @AfterEach
    void mend() {
        mongo.faults().clear();
    }

    @AfterAll
    void stop() {
        mongo.close();
    }

    @Test
    void goesOnAfterAConnectionThatWasCutInTheMiddleOfABatch() {
        survives(getMore -> getMore.nth(2).closeInReply(), "");
    }

    @Test
    void goesOnAfterAKilledCursor() {
        survives(getMore -> getMore.nth(2).answer(43, "CursorNotFound", "cursor id 1 not found"), "");
    }

    @Test
    void goesOnAfterThePrimaryHasSteppedDown() {
        survives(getMore -> getMore.next(2).answer(10107, "NotWritablePrimary", "not primary"), "");
    }

    @Test
    void goesOnAfterANetworkThatFroze() {
        survives(getMore -> getMore.nth(2).freeze(), "&socketTimeoutMS=1500");
    }

    @Test
    void drainsOnSigtermLeavesWith130AndIsResumedByTheSameCommand() {
        Fault slow = mongo.faults().on("getMore").always().delay(Duration.ofMillis(1500));
        Arguments run = arguments("").and("--workers", "1", "--json");

        try (RunningMillrace running = Millrace.in(directory).start(run.all())) {
            Eventually.until("a second batch is asked for", () -> slow.fired() > 0);
            Millrace.Result result = running.terminate();

            assertThat(result.exitCode()).as(result.err()).isEqualTo(130);
            assertThat(result.out())
                    .contains("\"event\": \"RunStopping\"", "\"event\": \"ChunkCommitted\"")
                    .contains("\"outcome\": \"INTERRUPTED\"");
        }
        mongo.faults().clear();
        assertThat(new Exported(directory.resolve("out")).isComplete()).isFalse();

        Millrace.Result resumed = Millrace.in(directory).run(run.all());

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.out()).contains("\"resumed\": true");
        assertThat(parts(directory)).isEqualTo(undisturbed);
    }

    @Test
    void abandonsOnCtrlCWhatDoesNotDrainInTimeAndIsResumable() throws Exception {
        Fault frozen = mongo.faults().on("getMore").always().freeze();
        Arguments run = arguments("").and("--drain-seconds", "1");

        try (RunningMillrace running = Millrace.in(directory).start(run.all())) {
            Eventually.until("a second batch is asked for", () -> frozen.fired() > 0);
            interrupt(running.pid());
            Millrace.Result result = running.await();

            assertThat(result.exitCode()).as(result.err()).isEqualTo(130);
            assertThat(result.err()).contains("stopping: chunks in flight have 1.0 s to end");
            assertThat(result.err() + result.out()).contains("resume").doesNotContain("\tat ");
        }
        frozen.release();
        mongo.faults().clear();

        Millrace.Result resumed = Millrace.in(directory).run(run.all());

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(parts(directory)).isEqualTo(undisturbed);
    }

    private void survives(Function<Faults.Setting, Fault> disturbance, String options) {
        Fault fault = disturbance.apply(mongo.faults().on("getMore"));

        Millrace.Result result = Millrace.in(directory).run(arguments(options).all());

        assertThat(fault.fired()).isPositive();
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).containsPattern("written +18,000 documents").containsPattern("rejected +0");
        assertThat(parts(directory)).isEqualTo(undisturbed);
    }

    private Arguments arguments(String options) {
        return Arguments.of("export", "--from", mongo.uri() + options, "-n", "shop.orders")
                .and("--to", "file:out", "--format", "jsonl", "--chunk-size", CHUNK)
                .and("--max-memory", "100MB");
    }

    private static Map<String, String> parts(Path directory) {
        Exported exported = new Exported(directory.resolve("out"));
        assertThat(exported.isComplete()).isTrue();
        return exported.digests();
    }

    private static void interrupt(long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();
    }
}
