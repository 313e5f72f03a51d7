package dev.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bson.JsonMode;
import dev.millrace.doubles.Eventually;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.Finding;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.StreamStart;
import dev.millrace.observe.StreamMeter;
import dev.millrace.pipeline.dedup.Deduplicator;
import dev.millrace.publish.RejectedEvents;
import dev.millrace.publish.event.JsonEncoder;
import dev.millrace.source.ChangeReader;
import dev.millrace.source.ChangeSource;
import dev.millrace.state.StreamClaim;
import dev.millrace.state.file.FileResumeStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flow does with memory and clocks; what it publishes is in {@link ChangePipelineTest}. */
class ChangeFlowTest {

    @TempDir
    Path directory;

    private final FakeChanges changes = new FakeChanges();
    private final Source source = new Source();
    private final HeldPublisher publisher = new HeldPublisher();
    private final Headroom headroom = new Headroom(1);
    private final StreamMeter meter = new StreamMeter();
    private final StopSignal stop = new StopSignal();
    private InstantSource clock = InstantSource.system();

    @Test
    void theAgeOfAnEventIsToldByTheClockThatStampedIt() throws Exception {
        clock = InstantSource.fixed(Instant.ofEpochSecond(100));
        source.ahead = Duration.ofSeconds(-90);
        changes.insert(4);
        Future<?> run = start();

        Eventually.until("the events", () -> meter.counts().read() == 4);
        long age = new EventAge(source, clock).millis(new BsonTimestamp(4, 1));
        stopAndAwait(run);

        assertThat(age).isEqualTo(6_000);
    }

    @Test
    void anEventOfTheFutureIsNotOlderThanNothing() {
        source.ahead = Duration.ofSeconds(-5);

        assertThat(new EventAge(source, InstantSource.fixed(Instant.ofEpochSecond(100)))
                        .millis(new BsonTimestamp(99, 1)))
                .isZero();
    }

    @Test
    void lessIsUnderWayWhileMemoryIsShort() throws Exception {
        headroom.halve(0);
        changes.insert(3);
        Future<?> run = start();

        awaitWaiting();
        assertThat(meter.underWay()).isEqualTo(1);
        publisher.storeNext();
        Eventually.until("the second", () -> publisher.taken.size() == 2);
        headroom.relax();
        Eventually.until("the third", () -> publisher.taken.size() == 3);
        stopAndAwait(run);

        assertThat(meter.underWay()).isZero();
        assertThat(meter.underWayBytes()).isZero();
    }

    @Test
    void aStopEndsTheWaitForRoom() throws Exception {
        headroom.halve(0);
        changes.insert(2);
        Future<?> run = start();
        awaitWaiting();

        stop.request();
        Eventually.until("it waits no more", () -> !meter.isWaiting());
        publisher.storeAll();
        run.get();

        assertThat(publisher.taken).hasSize(1);
    }

    @Test
    void opensItsCursorAgainWithSmallerBatchesAndLosesNothing() throws Exception {
        changes.insert(3);
        Future<?> run = start();
        Eventually.until("the first ones", () -> publisher.taken.size() == 3);

        headroom.takeSmallerBatches();
        Eventually.until("smaller batches", () -> source.batches.contains(Headroom.FIRST_BATCH));
        changes.insert(3);
        Eventually.until("all of them", () -> publisher.taken.size() == 6);
        headroom.relax();
        Eventually.until("the usual batches", () -> source.batches.getLast() == 0 && source.batches.size() == 3);
        stopAndAwait(run);

        assertThat(changes.opened).containsExactly("after 0", "after 3", "after 6");
        assertThat(meter.counts().read()).isEqualTo(6);
    }

    @Test
    void tellsHowLongAMessageTookUntilItWasStored() throws Exception {
        List<Long> told = new CopyOnWriteArrayList<>();
        meter.latencyTo(told::add);
        changes.insert(1);
        Future<?> run = start();
        Eventually.until("it is taken", () -> publisher.taken.size() == 1);
        assertThat(told).isEmpty();

        stopAndAwait(run);

        assertThat(told).singleElement().satisfies(nanos -> assertThat(nanos).isPositive());
    }

    @Test
    void sendsWhatWaitsForItsBatchToBeFullThoughTheStreamIsNeverIdle() throws Exception {
        source.neverIdle = true;
        Future<?> run = start();

        Eventually.until("what was taken is sent", () -> {
            changes.insert(1);
            return publisher.flushes.get() > 0;
        });
        changes.insert(1);
        stopAndAwait(run);

        assertThat(publisher.taken).isNotEmpty();
    }

    private Future<?> start() {
        StreamClaim claim = new FileResumeStore(directory).claim("orders").orElseThrow();
        ChangeFlow flow = new ChangeFlow(
                new ChangeParts(
                        source,
                        new ChangeStep(List.of(), new JsonEncoder(JsonMode.RELAXED, 8)),
                        Deduplicator.off(),
                        new Outlet("orders", publisher, new NoRejects(), meter, headroom, event -> {}),
                        new FileResumeStore(directory)),
                claim,
                new ResumeTracker(null, null, 0),
                new StreamLimits(Duration.ofMillis(20), 1_000, Duration.ofSeconds(5), Duration.ofMillis(5)),
                clock);
        FutureTask<?> task = new FutureTask<>(() -> {
            flow.run(new StreamStart.At(new BsonTimestamp(1, 1)), stop, beginning -> {});
            return null;
        });
        Thread.ofVirtual().start(task);
        return task;
    }

    /** With the first event published, and the second one read. */
    private void awaitWaiting() {
        Eventually.until("it waits for room", () -> meter.counts().read() == 2 && meter.isWaiting());
    }

    private void stopAndAwait(Future<?> run) throws Exception {
        stop.request();
        publisher.storesAtOnce = true;
        publisher.storeAll();
        run.get();
    }

    /** The fake with a clock of its own; remembers with which batches it was opened. */
    private final class Source implements ChangeSource {

        private final List<Integer> batches = new CopyOnWriteArrayList<>();
        private volatile Duration ahead = Duration.ZERO;
        private volatile boolean neverIdle;

        @Override
        public String description() {
            return changes.description();
        }

        @Override
        public ChangeReader open(StreamStart start) {
            return changes.open(start);
        }

        @Override
        public ChangeReader open(StreamStart start, int mostEvents) {
            batches.add(mostEvents);
            return neverIdle ? new BusyReader(open(start)) : open(start);
        }

        @Override
        public Duration clockAhead() {
            return ahead;
        }

        @Override
        public List<Finding> check() {
            return List.of();
        }

        @Override
        public void close() {}
    }

    /** Says never that there is nothing, while the stream is not told to stop. */
    private final class BusyReader implements ChangeReader {

        private final ChangeReader reader;

        private BusyReader(ChangeReader reader) {
            this.reader = reader;
        }

        @Override
        public Optional<ChangeEvent> next() {
            Optional<ChangeEvent> event = reader.next();
            while (event.isEmpty() && !stop.isRequested()) {
                event = reader.next();
            }
            return event;
        }

        @Override
        public Optional<ResumePoint> position() {
            return reader.position();
        }

        @Override
        public StreamStart beginning() {
            return reader.beginning();
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    private static final class NoRejects implements RejectedEvents {

        @Override
        public void reject(ChangeEvent event, String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void close() {}
    }
}
