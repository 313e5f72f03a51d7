package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.OrderDocuments;
import dev.millrace.doubles.mongo.RecordedCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run tells of itself while it goes on, and what other processes see of it. */
class StatusAndProgressIT {

    private static final String ORDERS = "3,000";

    private final MongoDouble mongo =
            new MongoDouble().load("shop.orders", OrderDocuments.of(3_000)).start();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        mongo.close();
    }

    @Test
    void isSeenFromAnotherProcessWhileItGoesOnAfterItWasKilledAndAtItsEnd() {
        mongo.faults()
                .on("find")
                .where(StatusAndProgressIT::readsAChunk)
                .always()
                .delay(Duration.ofMillis(200));
        Arguments run = export("--run-id", "nightly").and("--json");
        try (RunningMillrace running = Millrace.in(directory).start(run.all())) {
            running.awaitLine("\"event\": \"ChunkCommitted\"");
            var frozen = mongo.faults().on("find").always().freeze();

            BsonDocument seen = status();

            assertThat(running.isAlive()).isTrue();
            assertThat(seen.getString("run").getValue()).isEqualTo("nightly");
            assertThat(seen.getString("phase").getValue()).isEqualTo("RUNNING");
            assertThat(seen.getNumber("written").longValue()).isBetween(1L, 2_999L);
            running.killNow();
            frozen.release();
        }

        assertThat(status().getString("phase").getValue()).isEqualTo("RUNNING");

        mongo.faults().clear();
        mongo.faults().on("find").always().delay(Duration.ofMillis(300));
        try (RunningMillrace watch = Millrace.in(directory).start("status", "--watch");
                RunningMillrace resumed = Millrace.in(directory).start(run.all())) {
            assertThat(resumed.await().exitCode()).isZero();
            Millrace.Result watched = watch.await();

            assertThat(watched.exitCode()).as(watched.err()).isZero();
            assertThat(watched.out())
                    .contains("run nightly, running", "run nightly, finished")
                    .containsPattern("written +" + ORDERS + " documents")
                    .doesNotContain("\u001b");
        }
        Millrace.Result list = Millrace.in(directory).run("status", "--list");
        assertThat(list.out()).containsPattern("nightly +finished .*3000/3000 documents");
    }

    @Test
    void reportsAPoisonChunkFinishesTheRestAndTriesItAgainNextTime() {
        mongo.faults().on("find").where(StatusAndProgressIT::readsAChunk).nth(3).answer(8, "UnknownError", "odd");

        Millrace.Result failed = Millrace.in(directory).run(export().all());

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out())
                .containsPattern("chunks +11 of 12, 1 failed")
                .containsPattern("failed +shop.orders chunk \\d+: cannot read .* error 8 UnknownError");
        Millrace.Result watched = Millrace.in(directory).run("status", "--watch");
        assertThat(watched.exitCode()).isZero();
        assertThat(watched.out()).contains("11 done, 0 in work, 0 waiting, 1 failed, of 12");

        Millrace.Result again = Millrace.in(directory).run(export().all());

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).containsPattern("written +" + ORDERS + " documents");
    }

    @Test
    void tellsEventsAsOneJsonObjectALineWithNamesThatStay() {
        mongo.faults().on("find").where(StatusAndProgressIT::readsAChunk).nth(4).delay(Duration.ofMillis(1_500));

        Millrace.Result result = Millrace.in(directory).run(export("--json").all());

        assertThat(result.exitCode()).as(result.err()).isZero();
        List<BsonDocument> events = events(result);
        assertThat(names(events)).containsExactlyInAnyOrder("RunStarted", "ChunkCommitted", "ProgressMade", "RunEnded");
        assertThat(events.getFirst().getString("event").getValue()).isEqualTo("RunStarted");
        assertThat(events.getLast().keySet())
                .containsExactly(
                        "event",
                        "outcome",
                        "run",
                        "phase",
                        "chunks",
                        "done",
                        "failed",
                        "written",
                        "rejected",
                        "sourceBytes",
                        "targetBytes",
                        "expected",
                        "read",
                        "retries",
                        "millis");
        assertThat(events.getLast().getString("outcome").getValue()).isEqualTo("DONE");
        assertThat(events.stream()
                        .filter(event -> event.getString("event").getValue().equals("ChunkCommitted"))
                        .mapToLong(event -> event.getNumber("documents").longValue())
                        .sum())
                .isEqualTo(3_000);

        Millrace.Result again = Millrace.in(directory).run(export("--json").all());

        assertThat(again.exitCode()).isZero();
        assertThat(events(again))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.getString("outcome").getValue()).isEqualTo("ALREADY_DONE"));
    }

    @Test
    void showsWhatItWouldDoAndWritesNothing() {
        Millrace.Result result = Millrace.in(directory).run(export("--dry-run").all());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("shop.orders (collection)", "column   customer ", "column   total ")
                .containsPattern("size +about " + ORDERS + " documents")
                .containsPattern("chunks +\\d+");
        assertThat(Millrace.files(directory)).isEmpty();
    }

    @Test
    void saysWhereThereIsNoRunYet() {
        Eventually.until("the server listens", () -> mongo.port() > 0);

        assertThat(Millrace.in(directory).run("status").out()).contains("no runs yet");
        Millrace.Result unknown = Millrace.in(directory).run("status", "--run-id", "nightly");
        assertThat(unknown.exitCode()).isEqualTo(3);
        assertThat(unknown.err()).contains("there is no run nightly", "`millrace status");
    }

    private static boolean readsAChunk(RecordedCommand find) {
        return find.body().containsKey("min");
    }

    private Arguments export(String... more) {
        return Arguments.of("export", "--from", mongo.uri(), "-n", "shop.orders")
                .and("--to", "file:out", "--chunk-size", "250", "--workers", "2", "--max-memory", "200MB")
                .and(more);
    }

    private BsonDocument status() {
        Millrace.Result result = Millrace.in(directory).run("status", "--json", "--run-id", "nightly");
        assertThat(result.exitCode()).as(result.err()).isZero();
        return BsonDocument.parse(result.out());
    }

    private static List<BsonDocument> events(Millrace.Result result) {
        return result.out().lines().map(BsonDocument::parse).toList();
    }

    private static Set<String> names(List<BsonDocument> events) {
        return events.stream().map(event -> event.getString("event").getValue()).collect(Collectors.toSet());
    }
}
