package dev.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bson.JsonMode;
import dev.millrace.doubles.Eventually;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.StreamStart;
import dev.millrace.observe.StreamEvent;
import dev.millrace.observe.StreamMeter;
import dev.millrace.pipeline.dedup.Deduplicator;
import dev.millrace.publish.RejectedEvents;
import dev.millrace.publish.event.JsonEncoder;
import dev.millrace.state.StreamClaim;
import dev.millrace.state.file.FileResumeStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangePipelineTest {

    private static final MillraceException AWAY = new MillraceException(FailureKind.TRANSIENT, "away", "wait");

    @TempDir
    Path directory;

    private final FakeChanges changes = new FakeChanges();
    private final List<String> rejected = new CopyOnWriteArrayList<>();
    private final List<StreamEvent> events = new CopyOnWriteArrayList<>();
    private RecordingPublisher publisher = new RecordingPublisher(3);
    private HistoryLost historyLost = HistoryLost.FAIL;
    private StreamStart first = new StreamStart.At(new BsonTimestamp(1, 1));
    private SnapshotPolicy.Mode snapshotMode = SnapshotPolicy.Mode.NEVER;
    private Snapshot snapshot = (from, stop) -> true;
    private final List<String> snapshots = new CopyOnWriteArrayList<>();
    private Runnable whenFirstOpen = () -> {};
    private FileResumeStore store;

    @BeforeEach
    void open() {
        store = new FileResumeStore(directory);
    }

    @Test
    void publishesEveryEventInItsOrderAndSavesHowFarItCame() throws Exception {
        changes.insert(10);

        runUntilStored(10);

        assertThat(publisher.stored).containsExactlyElementsOf(ids(1, 10));
        assertThat(saved()).isEqualTo(10);
        assertThat(store.look("orders").orElseThrow().events()).isEqualTo(10);
    }

    @Test
    void goesOnBehindTheSavedPlaceAtItsNextStart() throws Exception {
        changes.insert(5);
        runUntilStored(5);
        changes.insert(4);

        runUntilStored(9);

        assertThat(publisher.stored).containsExactlyElementsOf(ids(1, 9));
        assertThat(changes.opened).containsExactly("after 0", "after 5");
    }

    @Test
    void publishesAgainFromTheSafePlaceAfterAFailureAndRepeatsNothingThatIsStored() throws Exception {
        publisher = new RecordingPublisher(4).failing(6, AWAY);
        changes.insert(12);

        runUntilStored(12);

        assertThat(publisher.stored).containsExactlyElementsOf(ids(1, 12));
        assertThat(changes.opened).contains("after 5");
        assertThat(saved()).isEqualTo(12);
    }

    @Test
    void opensTheStreamAgainAfterAFailureOfTheSource() throws Exception {
        changes.insert(8).failingAt(5, AWAY);

        runUntilStored(8);

        assertThat(publisher.stored).containsExactlyElementsOf(ids(1, 8));
        assertThat(states()).containsSubsequence("STREAMING", "BACKING_OFF", "STREAMING", "STOPPED");
    }

    @Test
    void leavesNoGapWhereAStreamOfWhatHappensNowIsLostBeforeItHasAPlace() throws Exception {
        first = new StreamStart.Now();
        whenFirstOpen = () -> changes.insert(3).failingAt(1, AWAY);

        runUntilStored(3);

        assertThat(publisher.stored).containsExactlyElementsOf(ids(1, 3));
        assertThat(changes.opened).containsExactly("now", "after 0");
    }

    @Test
    void setsAsideWhatCanNeverBePublishedAndGoesOn() throws Exception {
        publisher.failing(2, new MillraceException(FailureKind.DATA, "too large", ""));
        changes.insert(4);

        runUntilStored(3);

        assertThat(publisher.stored).containsExactlyElementsOf(List.of(id(1), id(3), id(4)));
        assertThat(rejected).containsExactly(id(2) + " too large");
        assertThat(saved()).isEqualTo(4);
    }

    @Test
    void readsOnAfterAnInvalidateEvent() throws Exception {
        changes.insert(2).invalidate().insert(2);

        runUntilStored(5);

        assertThat(publisher.stored).containsExactlyElementsOf(ids(1, 5));
        assertThat(changes.opened).containsExactly("after 0", "after 3");
    }

    @Test
    void savesThePlaceOfAnIdleStream() throws Exception {
        first = new StreamStart.Now();
        changes.insert(7);
        ChangePipeline pipeline = pipeline(new StopSignal());
        StopSignal stop = new StopSignal();
        Future<?> run = start(pipeline(stop));

        Eventually.until("a saved place", () -> store.look("orders").isPresent());
        stop.request();
        run.get();

        assertThat(saved()).isEqualTo(7);
        assertThat(publisher.stored).isEmpty();
        assertThat(pipeline.state()).isEqualTo(StreamState.STARTING);
    }

    @Test
    void waitsWhileAnotherProcessHasTheStreamAndTakesItOver() throws Exception {
        changes.insert(3);
        StreamClaim other = store.claim("orders").orElseThrow();
        StopSignal stop = new StopSignal();
        Future<?> run = start(pipeline(stop));
        Eventually.until("standby", () -> states().contains("STANDBY"));
        assertThat(publisher.stored).isEmpty();

        other.close();

        Eventually.until("everything is published", () -> publisher.stored.size() == 3);
        stop.request();
        run.get();
    }

    @Test
    void endsWithWhatToDoWhereTheHistoryIsLost() {
        changes.insert(3).failingAt(2, new MillraceException(FailureKind.HISTORY_LOST, "gone", "resync"));
        ChangePipeline pipeline = pipeline(new StopSignal());

        assertThatThrownBy(pipeline::run)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.HISTORY_LOST));
        assertThat(pipeline.state()).isEqualTo(StreamState.FAILED);
        assertThat(saved()).isEqualTo(1);
    }

    @Test
    void beginsWithWhatHappensNowWhereTheHistoryIsLostAndThatIsWanted() throws Exception {
        historyLost = HistoryLost.RESTART_NOW;
        changes.insert(3).failingAt(2, new MillraceException(FailureKind.HISTORY_LOST, "gone", "resync"));
        StopSignal stop = new StopSignal();
        Future<?> run = start(pipeline(stop));

        Eventually.until("it begins anew", () -> changes.opened.contains("now"));
        changes.insert(1);
        Eventually.until("the new event", () -> publisher.stored.contains(id(4)));
        stop.request();
        run.get();

        assertThat(publisher.stored).containsExactly(id(1), id(4));
        assertThat(events)
                .as("a history that loses each new place too must not be asked without end")
                .anySatisfy(event -> assertThat(event).isInstanceOf(StreamEvent.StreamRetried.class));
    }

    @Test
    void publishesWhatIsThereBeforeWhatChangesMeanwhile() throws Exception {
        snapshotMode = SnapshotPolicy.Mode.INITIAL;
        first = new StreamStart.Now();
        changes.insert(2);
        snapshot = (from, stop) -> {
            changes.insert(3);
            return true;
        };

        runUntilStored(3);

        assertThat(snapshots).containsExactly(id(2));
        assertThat(publisher.stored).containsExactlyElementsOf(ids(3, 5));
        assertThat(states()).containsSubsequence("SNAPSHOT", "STREAMING", "STOPPED");
        assertThat(store.look("orders.snapshot")).isEmpty();
    }

    @Test
    void goesOnWithASnapshotFromThePlaceThatItsFirstAttemptTook() throws Exception {
        snapshotMode = SnapshotPolicy.Mode.INITIAL;
        first = new StreamStart.Now();
        changes.insert(2);
        StopSignal early = new StopSignal();
        snapshot = (from, stop) -> {
            early.request();
            return false;
        };
        pipeline(early).run();
        changes.insert(2);
        snapshot = (from, stop) -> true;

        runUntilStored(2);

        assertThat(snapshots).containsExactly(id(2), id(2));
        assertThat(publisher.stored).containsExactlyElementsOf(ids(3, 4));
    }

    @Test
    void endsInOrderWhereItIsReleasedJustAsItsPublisherTakesAMessage() throws Exception {
        CountDownLatch taking = new CountDownLatch(1);
        publisher.whenTaking(() -> {
            taking.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
            }
        });
        changes.insert(1);
        StopSignal stop = new StopSignal();
        ChangePipeline pipeline = pipeline(stop);
        Future<?> run = start(pipeline);
        taking.await();

        stop.request();
        pipeline.release();
        run.get();

        assertThat(pipeline.state()).isEqualTo(StreamState.STOPPED);
        assertThat(publisher.stored).containsExactly(id(1));
        assertThat(saved()).isEqualTo(1);
    }

    @Test
    void publishesNoSnapshotOfAStreamThatHasAPlace() throws Exception {
        changes.insert(2);
        runUntilStored(2);
        snapshotMode = SnapshotPolicy.Mode.INITIAL;
        changes.insert(1);

        runUntilStored(3);

        assertThat(snapshots).isEmpty();
    }

    @Test
    void endsBehindASnapshotThatIsAll() throws Exception {
        snapshotMode = SnapshotPolicy.Mode.ONLY;
        first = new StreamStart.Now();
        changes.insert(2);

        pipeline(new StopSignal()).run();
        pipeline(new StopSignal()).run();

        assertThat(snapshots).as("the second run finds it done").containsExactly(id(2));
        assertThat(publisher.stored).isEmpty();
    }

    @Test
    void publishesEverythingAgainWhereTheHistoryIsLostAndThatIsWanted() throws Exception {
        historyLost = HistoryLost.RESYNC;
        changes.insert(3).failingAt(2, new MillraceException(FailureKind.HISTORY_LOST, "gone", "resync"));
        StopSignal stop = new StopSignal();
        Future<?> run = start(pipeline(stop));

        Eventually.until("a snapshot", () -> snapshots.size() == 1);
        changes.insert(1);
        Eventually.until("the new event", () -> publisher.stored.contains(id(4)));
        stop.request();
        run.get();

        assertThat(publisher.stored).containsExactly(id(1), id(4));
        assertThat(snapshots).containsExactly(id(3));
    }

    private boolean snapshot(ResumePoint from, StopSignal stop) throws InterruptedException {
        snapshots.add(from.text());
        return snapshot.publish(from, stop);
    }

    private void runUntilStored(int count) throws Exception {
        StopSignal stop = new StopSignal();
        Future<?> run = start(pipeline(stop));
        Eventually.until(count + " messages", () -> publisher.stored.size() >= count);
        stop.request();
        run.get();
    }

    private static Future<?> start(ChangePipeline pipeline) {
        FutureTask<?> task = new FutureTask<>(() -> {
            pipeline.run();
            return null;
        });
        Thread.ofVirtual().start(task);
        return task;
    }

    private ChangePipeline pipeline(StopSignal stop) {
        return new ChangePipeline(
                new ChangeParts(
                        changes,
                        new ChangeStep(List.of(), new JsonEncoder(JsonMode.RELAXED, 8)),
                        Deduplicator.off(),
                        new Outlet("orders", publisher, new Rejected(), new StreamMeter(), this::told),
                        store),
                new ChangePolicy(
                        first,
                        historyLost,
                        new SnapshotPolicy(snapshotMode, this::snapshot),
                        new Retry(1, Duration.ofMillis(1), Duration.ofMillis(5), new SplittableRandom(1)),
                        new StreamLimits(Duration.ofMillis(20), 1_000, Duration.ofSeconds(5), Duration.ofMillis(5))),
                stop,
                InstantSource.system());
    }

    private void told(StreamEvent event) {
        events.add(event);
        if (event instanceof StreamEvent.StreamChanged changed
                && changed.state().equals("STREAMING")) {
            Runnable once = whenFirstOpen;
            whenFirstOpen = () -> {};
            once.run();
        }
    }

    private int saved() {
        return Integer.parseInt(store.look("orders").orElseThrow().point().text());
    }

    private List<String> states() {
        return events.stream()
                .filter(StreamEvent.StreamChanged.class::isInstance)
                .map(event -> ((StreamEvent.StreamChanged) event).state())
                .toList();
    }

    private static List<String> ids(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(ChangePipelineTest::id).toList();
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "%08d", number);
    }

    private final class Rejected implements RejectedEvents {

        @Override
        public void reject(ChangeEvent event, String reason) {
            rejected.add(event.header().point().text() + " " + reason);
        }

        @Override
        public void close() {}
    }
}
