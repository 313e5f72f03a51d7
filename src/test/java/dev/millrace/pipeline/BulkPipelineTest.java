package dev.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.model.RunPlan;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.RunSummary;
import dev.millrace.observe.RunSummary.Outcome;
import dev.millrace.state.file.FileRunStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class BulkPipelineTest {

    private static final int CHUNKS = 12;
    private static final int ATTEMPTS = 3;

    @TempDir
    Path directory;

    private final FakeSink sink = new FakeSink();
    private final ConcurrentLinkedQueue<RunEvent> events = new ConcurrentLinkedQueue<>();
    private final StopSignal stop = new StopSignal();

    @Test
    void movesEveryDocumentOnce() throws InterruptedException {
        RunSummary summary = run(new FakeSource());

        assertThat(summary.outcome()).isEqualTo(Outcome.DONE);
        assertThat(summary.read()).isEqualTo(CHUNKS * FakeSource.DOCUMENTS_A_CHUNK);
        assertThat(sink.ids).containsExactlyInAnyOrderElementsOf(allIds());
        assertThat(sink.finished).hasValue(CHUNKS);
    }

    @Test
    void triesATransientFailureAgainAndWritesNothingTwice() throws InterruptedException {
        RunSummary summary = run(new FakeSource().failing(5, away(), away()));

        assertThat(summary.outcome()).isEqualTo(Outcome.DONE);
        assertThat(summary.retries()).isEqualTo(2);
        assertThat(sink.ids).containsExactlyInAnyOrderElementsOf(allIds());
    }

    @Test
    void givesUpAPoisonedChunkAndMovesTheOthers() throws InterruptedException {
        MillraceException poison = new MillraceException(FailureKind.DATA, "byte 7 is no type", "mend it");

        RunSummary summary = run(new FakeSource().failing(5, poison));

        assertThat(summary.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(summary.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.chunk().number()).isEqualTo(5);
            assertThat(failure.reason()).isEqualTo("byte 7 is no type");
        });
        assertThat(sink.ids).hasSize((CHUNKS - 1) * FakeSource.DOCUMENTS_A_CHUNK);
        assertThat(sink.finished).hasValue(0);
    }

    @Test
    void givesUpAChunkWhoseSourceStaysAway() throws InterruptedException {
        RunSummary summary = run(new FakeSource().failing(5, away(), away(), away()));

        assertThat(summary.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(summary.retries()).isEqualTo(ATTEMPTS - 1);
    }

    @Test
    void triesAFailedChunkAgainWhenStartedAgain() throws InterruptedException {
        FakeSource source = new FakeSource().failing(5, new MillraceException(FailureKind.DATA, "broken", ""));
        run(source);

        RunSummary summary = run(source);

        assertThat(summary.outcome()).isEqualTo(Outcome.DONE);
        assertThat(sink.ids).containsExactlyInAnyOrderElementsOf(allIds());
    }

    @ParameterizedTest
    @EnumSource(names = {"PERMISSION", "NO_SPACE"})
    void stopsAtOnceWhereEveryOtherChunkWouldFailToo(FailureKind kind) {
        FakeSource source = new FakeSource().failing(0, new MillraceException(kind, "no", "ask"));

        assertThatThrownBy(() -> run(source))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void refusesASinkThatLosesDocuments() throws InterruptedException {
        sink.losing(1);

        RunSummary summary = run(new FakeSource());

        assertThat(summary.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(summary.failures().getFirst().reason()).contains("10 documents were read, but 9 written");
    }

    @Test
    void aStopLetsChunksInFlightEndAndTheNextRunMovesTheRest() throws InterruptedException {
        FakeSource source = new FakeSource().blocking(0);
        Thread stopper = Thread.startVirtualThread(() -> {
            try {
                source.blocked.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            stop.request();
            source.release();
        });

        RunSummary first = run(source, 1, stop);
        stopper.join();
        RunSummary second = run(source, 1, new StopSignal());

        assertThat(first.outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(first.progress().done()).isEqualTo(1);
        assertThat(second.outcome()).isEqualTo(Outcome.DONE);
        assertThat(sink.ids).containsExactlyInAnyOrderElementsOf(allIds());
    }

    @Test
    void aChunkThatOutlastsTheDrainIsGivenBack() throws InterruptedException {
        FakeSource source = new FakeSource().blocking(0);
        Thread stopper = Thread.startVirtualThread(() -> {
            try {
                source.blocked.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            stop.request();
        });

        RunSummary summary = run(source, 1, stop);
        stopper.join();

        assertThat(summary.outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(summary.progress().leased()).isZero();
        assertThat(summary.progress().pending()).isEqualTo(CHUNKS);
    }

    @Test
    void tellsOfEachChunkOnce() throws InterruptedException {
        run(new FakeSource());

        assertThat(events.stream().filter(RunEvent.ChunkCommitted.class::isInstance))
                .hasSize(CHUNKS);
        assertThat(events.stream().filter(RunEvent.RunEnded.class::isInstance)).hasSize(1);
    }

    private RunSummary run(FakeSource source) throws InterruptedException {
        return run(source, 4, stop);
    }

    private RunSummary run(FakeSource source, int workers, StopSignal stopSignal) throws InterruptedException {
        try (FileRunStore store = new FileRunStore(directory, Clock.systemUTC())) {
            RunPlan plan = store.plan("test").orElseGet(() -> publish(store));
            Retry retry = new Retry(ATTEMPTS, Duration.ofMillis(1), Duration.ofMillis(2), new Random(1));
            RunLimits limits =
                    new RunLimits(workers, 1 << 10, ATTEMPTS, Duration.ofSeconds(60), Duration.ofMillis(200));
            return new BulkPipeline(
                            source,
                            sink,
                            store,
                            new MemoryBudget(1 << 20),
                            retry,
                            limits,
                            stopSignal,
                            "tester",
                            Clock.systemUTC(),
                            events::add)
                    .run(plan);
        }
    }

    private static RunPlan publish(FileRunStore store) {
        store.claimPlanning("test", "tester", Duration.ofSeconds(60));
        store.addChunks(
                "test",
                IntStream.range(0, CHUNKS)
                        .mapToObj(number -> new Chunk(
                                number, new Namespace("a", "b"), number, new ChunkRange(new BsonDocument(), 10, 100)))
                        .toList());
        RunPlan plan = new RunPlan(
                "test", "export", "fake:", "fake:", List.of(), new BsonDocument(), Instant.ofEpochSecond(1));
        store.publish(plan);
        return plan;
    }

    private static MillraceException away() {
        return new MillraceException(FailureKind.TRANSIENT, "the source went away", "");
    }

    private static List<Integer> allIds() {
        return IntStream.range(0, CHUNKS * FakeSource.DOCUMENTS_A_CHUNK).boxed().toList();
    }
}
