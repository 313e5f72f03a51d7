package dev.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.pubsub.v1.PubsubMessage;
import dev.millrace.bson.JsonMode;
import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.pubsub.Fault;
import dev.millrace.doubles.pubsub.PubSubDouble;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.StreamStart;
import dev.millrace.observe.StreamMeter;
import dev.millrace.pipeline.dedup.Deduplicator;
import dev.millrace.publish.CircuitBreaker;
import dev.millrace.publish.GuardedPublisher;
import dev.millrace.publish.Message;
import dev.millrace.publish.RejectedEvents;
import dev.millrace.publish.event.JsonEncoder;
import dev.millrace.publish.pubsub.PubSubAddress;
import dev.millrace.publish.pubsub.PubSubClient;
import dev.millrace.publish.pubsub.PubSubTopic;
import dev.millrace.publish.pubsub.PublishSettings;
import dev.millrace.publish.pubsub.PublishSettings.Batching;
import dev.millrace.publish.pubsub.PublishSettings.FlowControl;
import dev.millrace.publish.pubsub.PublishSettings.Patience;
import dev.millrace.state.file.FileResumeStore;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole stream into a Pub/Sub that fails: what its subscribers get is complete and in order all the same. */
class PubSubPipelineTest {

    private static final PubSubTopic TOPIC = new PubSubTopic("project", "orders");

    /** Gives up soon, so that the stream itself has to go back and begin again. */
    private static final PublishSettings IMPATIENT = PublishSettings.usual()
            .with(new Batching(20, 1 << 20, Duration.ofMillis(5)))
            .with(new FlowControl(200, 1 << 20))
            .with(new Patience(
                    Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(200), Duration.ofMillis(250)));

    @TempDir
    Path directory;

    private final FakeChanges changes = new FakeChanges();
    private final PubSubDouble service = PubSubDouble.start().withTopic(TOPIC.path());
    private final PubSubClient client = PubSubClient.connect(PubSubAddress.emulator(service.host()));
    private final CircuitBreaker breaker =
            new CircuitBreaker(new CircuitBreaker.Settings(3, Duration.ofMillis(100), 1), InstantSource.system());
    private final List<String> rejected = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        client.close();
        service.close();
    }

    @Test
    void isCompleteAndInOrderWhateverFails() throws Exception {
        changes.insert(3_000);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 60; i++) {
            service.failing(anyFault(random));
        }

        runUntilStored(3_000);

        assertThatSubscribersGot(IntStream.rangeClosed(1, 3_000).boxed().toList());
    }

    @Test
    void goesOnWhenAServiceThatWasAwayIsBack() throws Exception {
        changes.insert(500);
        service.failingAlways(new Fault.Answer(Code.UNAVAILABLE));
        StopSignal stop = new StopSignal();
        Future<?> run = start(stop);
        Eventually.until(
                "the breaker has been open twice", () -> breaker.status().opened() >= 2);
        assertThat(service.stored(TOPIC.path())).isEmpty();

        service.failingAlways(null);

        Eventually.until("all is stored", () -> distinct().size() == 500);
        stop.request();
        run.get();
        assertThat(breaker.status().state()).isEqualTo(CircuitBreaker.State.CLOSED);
        assertThatSubscribersGot(IntStream.rangeClosed(1, 500).boxed().toList());
    }

    @Test
    void setsOnlyTheRefusedMessageAside() throws Exception {
        changes.insert(100);
        service.refusing(message -> number(message) == 42);

        runUntilStored(99);

        assertThat(rejected).containsExactly("00000042");
        assertThatSubscribersGot(
                IntStream.rangeClosed(1, 100).filter(n -> n != 42).boxed().toList());
    }

    private static Fault anyFault(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> new Fault.Answer(Code.UNAVAILABLE);
            case 1 -> new Fault.Answer(Code.RESOURCE_EXHAUSTED);
            case 2 -> new Fault.LostAnswer(Code.DEADLINE_EXCEEDED);
            case 3 -> new Fault.Slow(Duration.ofMillis(20));
            case 4 -> new Fault.Hang();
            default -> new Fault.None();
        };
    }

    private void runUntilStored(int count) throws Exception {
        StopSignal stop = new StopSignal();
        Future<?> run = start(stop);
        Eventually.until(count + " messages", () -> distinct().size() >= count);
        stop.request();
        run.get();
    }

    private Future<?> start(StopSignal stop) {
        FutureTask<?> task = new FutureTask<>(() -> {
            try (GuardedPublisher publisher = new GuardedPublisher(client.publisher(TOPIC, IMPATIENT), breaker)) {
                pipeline(publisher, stop).run();
            }
            return null;
        });
        Thread.ofVirtual().start(task);
        return task;
    }

    private ChangePipeline pipeline(GuardedPublisher publisher, StopSignal stop) {
        return new ChangePipeline(
                new ChangeParts(
                        changes,
                        new ChangeStep(List.of(), new JsonEncoder(JsonMode.RELAXED, 8)),
                        Deduplicator.off(),
                        new Outlet("orders", publisher, new Rejected(), new StreamMeter(), event -> {}),
                        new FileResumeStore(directory)),
                new ChangePolicy(
                        new StreamStart.At(new BsonTimestamp(1, 1)),
                        HistoryLost.FAIL,
                        new SnapshotPolicy(SnapshotPolicy.Mode.NEVER, (from, stopped) -> true),
                        new Retry(1, Duration.ofMillis(1), Duration.ofMillis(5), new SplittableRandom(1)),
                        new StreamLimits(Duration.ofMillis(20), 1_000, Duration.ofSeconds(5), Duration.ofMillis(5))),
                stop,
                InstantSource.system());
    }

    /** Every event at least once; of each ordering key in order, once what was there before is left out. */
    private void assertThatSubscribersGot(List<Integer> numbers) {
        assertThat(distinct()).containsExactlyInAnyOrderElementsOf(numbers);
        Map<String, Set<Integer>> lanes = new TreeMap<>();
        for (PubsubMessage message : service.stored(TOPIC.path())) {
            lanes.computeIfAbsent(message.getOrderingKey(), key -> new LinkedHashSet<>())
                    .add(number(message));
        }
        assertThat(lanes).hasSize(8);
        lanes.forEach((key, lane) -> assertThat(new ArrayList<>(lane)).as(key).isSorted());
    }

    private Set<Integer> distinct() {
        Set<Integer> numbers = new LinkedHashSet<>();
        service.stored(TOPIC.path()).forEach(message -> numbers.add(number(message)));
        return numbers;
    }

    private static int number(PubsubMessage message) {
        return Integer.parseInt(message.getAttributesOrThrow(Message.EVENT_ID));
    }

    private final class Rejected implements RejectedEvents {

        @Override
        public void reject(ChangeEvent event, String reason) {
            rejected.add(event.header().point().text());
        }

        @Override
        public void close() {}
    }
}
