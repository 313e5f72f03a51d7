package dev.millrace.publish.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.pubsub.Fault;
import dev.millrace.doubles.pubsub.PubSubDouble;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.pubsub.PublishSettings.Batching;
import dev.millrace.publish.pubsub.PublishSettings.FlowControl;
import dev.millrace.publish.pubsub.PublishSettings.Patience;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pub/Sub fails in every way that it has. */
class PubSubFaultsTest {

    private static final PubSubTopic TOPIC = new PubSubTopic("project", "orders");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Patience PATIENT =
            new Patience(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(10), LONG);
    private static final Patience IMPATIENT =
            new Patience(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(400));

    /** Sends when told to. */
    private static final PublishSettings ON_FLUSH =
            PublishSettings.usual().with(PATIENT).with(new Batching(1_000, 1 << 20, Duration.ofMinutes(1)));

    private static final PublishSettings AT_ONCE =
            PublishSettings.usual().with(PATIENT).with(new Batching(1_000, 1 << 20, Duration.ZERO));

    private final PubSubDouble service = PubSubDouble.start().withTopic(TOPIC.path());
    private final PubSubClient client = PubSubClient.connect(PubSubAddress.emulator(service.host()));

    @AfterEach
    void close() {
        client.close();
        service.close();
    }

    @Test
    void sendsWithoutAnyFlushWhatCameWhileItsKeyWasUnderWay() throws Exception {
        service.failing(new Fault.Slow(Duration.ofMillis(50)));

        try (PubSubPublisher publisher =
                client.publisher(TOPIC, ON_FLUSH.with(new Batching(1_000, 1 << 20, Duration.ofMillis(200))))) {
            List<CompletableFuture<Void>> first = publish(publisher, 1, "a");
            Eventually.until("the first is under way", () -> !service.requests().isEmpty());
            List<CompletableFuture<Void>> second = publish(publisher, 1, "a");

            for (CompletableFuture<Void> each : List.of(first.getFirst(), second.getFirst())) {
                each.get(30, TimeUnit.SECONDS);
            }
        }

        assertThat(service.requests()).hasSize(2);
    }

    @Test
    void sendsWithoutAnyFlushWhatAFullRequestHasLeftOver() throws Exception {
        service.failing(new Fault.Slow(Duration.ofMillis(50)));
        PublishSettings usual = ON_FLUSH.with(new Batching(2, 1 << 20, Duration.ofMillis(400)));
        PublishSettings oneAtATime =
                new PublishSettings(usual.batching(), usual.flow(), usual.patience(), 1, usual.compression());

        try (PubSubPublisher publisher = client.publisher(TOPIC, oneAtATime)) {
            List<CompletableFuture<Void>> all = new ArrayList<>(publish(publisher, 2, ""));
            Eventually.until(
                    "the first request is under way", () -> !service.requests().isEmpty());
            all.addAll(publish(publisher, 3, ""));

            for (CompletableFuture<Void> each : all) {
                each.get(30, TimeUnit.SECONDS);
            }
        }

        assertThat(service.requests().stream().map(PublishRequest::getMessagesCount))
                .containsExactly(2, 2, 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            names = {
                "UNAVAILABLE",
                "DEADLINE_EXCEEDED",
                "RESOURCE_EXHAUSTED",
                "ABORTED",
                "INTERNAL",
                "UNKNOWN",
                "CANCELLED"
            })
    void sendsAgainWhatFailsForAPassingReason(Code code) throws InterruptedException {
        service.failing(new Fault.Answer(code), new Fault.Answer(code), new Fault.Answer(code));

        try (PubSubPublisher publisher = client.publisher(TOPIC, ON_FLUSH)) {
            List<CompletableFuture<Void>> all = publish(publisher, 5, "a");
            publisher.flush();
            all.forEach(CompletableFuture::join);

            assertThat(publisher.counts().retries()).isEqualTo(3);
        }
        assertThat(stored()).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void givesUpWhenTheTimeForRetriesIsOver() throws InterruptedException {
        service.failingAlways(new Fault.Answer(Code.RESOURCE_EXHAUSTED));

        try (PubSubPublisher publisher = client.publisher(TOPIC, ON_FLUSH.with(IMPATIENT))) {
            List<CompletableFuture<Void>> all = publish(publisher, 3, "a");
            publisher.flush();

            assertThat(all).allSatisfy(each -> assertThat(failure(each).kind()).isEqualTo(FailureKind.TRANSIENT));
            assertThat(failure(all.getFirst()).hint()).contains("quota");
        }
    }

    @Test
    void neverWaitsForARequestThatHangs() throws InterruptedException {
        service.failing(new Fault.Hang(), new Fault.Hang());

        try (PubSubPublisher publisher = client.publisher(
                TOPIC,
                AT_ONCE.with(
                        new Patience(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofMillis(200), LONG)))) {
            publish(publisher, 1, "a").forEach(CompletableFuture::join);
        }

        assertThat(stored()).containsExactly(0);
        assertThat(service.requests()).hasSize(3);
    }

    @Test
    void failsWhenEveryRequestHangs() throws InterruptedException {
        service.failingAlways(new Fault.Hang());

        try (PubSubPublisher publisher = client.publisher(TOPIC, AT_ONCE.with(IMPATIENT))) {
            assertThat(failure(publish(publisher, 1, "a").getFirst()).kind()).isEqualTo(FailureKind.TRANSIENT);
        }
    }

    @Test
    void storesAgainInOrderWhatWasConfirmedInVain() throws InterruptedException {
        service.failing(new Fault.LostAnswer(Code.UNAVAILABLE));

        try (PubSubPublisher publisher = client.publisher(TOPIC, ON_FLUSH)) {
            List<CompletableFuture<Void>> all = publish(publisher, 2, "a");
            publisher.flush();
            all.forEach(CompletableFuture::join);
        }

        assertThat(stored()).containsExactly(0, 1, 0, 1);
    }

    @Test
    void survivesAServiceThatIsAwayForAWhile() throws InterruptedException {
        try (PubSubPublisher publisher = client.publisher(TOPIC, AT_ONCE)) {
            publish(publisher, 1, "a").forEach(CompletableFuture::join);
            service.shut();
            CompletableFuture<Void> meanwhile = publisher.publish(Messages.numbered(1, "a"));
            Eventually.until("it was tried", () -> publisher.counts().retries() > 3);

            service.open();

            meanwhile.join();
        }
        assertThat(stored()).containsExactly(0, 1);
    }

    @Test
    void saysThatNobodyIsThere() throws InterruptedException {
        service.shut();

        try (PubSubPublisher publisher = client.publisher(TOPIC, AT_ONCE.with(IMPATIENT))) {
            MillraceException failure = failure(publish(publisher, 1, "a").getFirst());

            assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION);
            assertThat(failure.hint()).contains("PUBSUB_EMULATOR_HOST");
        }
        service.open();
    }

    @Test
    void setsAsideOnlyTheMessageThatIsRefused() throws InterruptedException {
        service.refusing(message -> Messages.number(message) == 13);

        try (PubSubPublisher publisher = client.publisher(TOPIC, ON_FLUSH)) {
            List<CompletableFuture<Void>> all = publish(publisher, 20, "a");
            publisher.flush();

            assertThat(failure(all.get(13)).kind()).isEqualTo(FailureKind.DATA);
            all.remove(13);
            all.forEach(CompletableFuture::join);
            publisher.publish(Messages.numbered(20, "a"));
        }
        assertThat(stored())
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 20)
                        .filter(n -> n != 13)
                        .boxed()
                        .toList());
    }

    @Test
    void setsAsideEveryMessageWhereAllAreRefused() throws InterruptedException {
        service.refusing(message -> true);

        try (PubSubPublisher publisher = client.publisher(TOPIC, ON_FLUSH)) {
            List<CompletableFuture<Void>> all = publish(publisher, 7, "a");
            publisher.flush();

            assertThat(all).allSatisfy(each -> assertThat(failure(each).kind()).isEqualTo(FailureKind.DATA));
        }
    }

    @Test
    void stopsAtAFailureInTheMiddleOfARefusedBatch() throws InterruptedException {
        service.refusing(message -> Messages.number(message) == 0);
        // The whole batch is refused, then its first half, then 0 alone; then the connection is lost.
        service.failing(new Fault.None(), new Fault.None(), new Fault.None(), new Fault.Answer(Code.PERMISSION_DENIED));

        try (PubSubPublisher publisher = client.publisher(TOPIC, ON_FLUSH)) {
            List<CompletableFuture<Void>> all = publish(publisher, 4, "a");
            publisher.flush();

            assertThat(failure(all.getFirst()).kind()).isEqualTo(FailureKind.DATA);
            assertThat(all.subList(1, 4))
                    .allSatisfy(each -> assertThat(failure(each).kind()).isEqualTo(FailureKind.PERMISSION));
        }
        assertThat(stored()).isEmpty();
    }

    @Test
    void saysThatTheTopicIsNotThere() throws InterruptedException {
        PubSubTopic missing = new PubSubTopic("project", "missing");

        try (PubSubPublisher publisher = client.publisher(missing, AT_ONCE)) {
            MillraceException failure = failure(publish(publisher, 1, "a").getFirst());

            assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
            assertThat(failure.problem()).contains("pubsub://project/missing");
            assertThat(failure.hint()).contains("millrace setup");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            names = {"PERMISSION_DENIED", "UNAUTHENTICATED"})
    void saysWhichRoleIsMissing(Code code) throws InterruptedException {
        service.failing(new Fault.Answer(code));

        try (PubSubPublisher publisher = client.publisher(TOPIC, AT_ONCE)) {
            MillraceException failure = failure(publish(publisher, 1, "a").getFirst());

            assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(failure.hint()).contains("roles/pubsub.publisher");
        }
        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void failsLaterMessagesOfTheSameKeyUntilItResumes() throws InterruptedException {
        service.failing(new Fault.Answer(Code.PERMISSION_DENIED));

        try (PubSubPublisher publisher = client.publisher(TOPIC, AT_ONCE)) {
            MillraceException first = failure(publisher.publish(Messages.numbered(1, "a")));
            MillraceException second = failure(publisher.publish(Messages.numbered(2, "a")));
            publisher.publish(Messages.numbered(3, "b")).join();
            publisher.resume();
            publisher.publish(Messages.numbered(4, "a")).join();

            assertThat(second).isSameAs(first);
        }
        assertThat(stored()).containsExactly(3, 4);
    }

    @Test
    void failsWhatWaitsBehindAFailure() throws InterruptedException {
        service.failing(new Fault.Hang());

        try (PubSubPublisher publisher = client.publisher(TOPIC, AT_ONCE.with(IMPATIENT))) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            all.addAll(publish(publisher, 1, "a"));
            Eventually.until("the first is under way", () -> !service.requests().isEmpty());
            service.failingAlways(new Fault.Answer(Code.UNAVAILABLE));
            all.addAll(publish(publisher, 3, "a"));

            assertThat(all).allSatisfy(each -> assertThat(failure(each).kind()).isEqualTo(FailureKind.TRANSIENT));
            assertThat(publisher.counts().messagesUnderWay()).isZero();
            assertThat(publisher.counts().bytesUnderWay()).isZero();
        }
        assertThat(stored()).isEmpty();
    }

    @Test
    void sendsRequestsOfOneKeyOneAfterAnother() throws InterruptedException {
        service.failing(new Fault.Slow(Duration.ofMillis(100)));

        try (PubSubPublisher publisher = client.publisher(TOPIC, AT_ONCE)) {
            List<CompletableFuture<Void>> all = publish(publisher, 10, "a");
            all.forEach(CompletableFuture::join);
        }

        assertThat(stored()).isSorted().hasSize(10);
        assertThat(service.requests().stream().map(PublishRequest::getMessagesCount))
                .as("what came while the first was under way went together")
                .containsExactly(1, 9);
    }

    @Test
    void sendsSeveralKeysAtOnce() throws InterruptedException {
        service.failing(new Fault.Slow(Duration.ofSeconds(1)));

        try (PubSubPublisher publisher = client.publisher(TOPIC, AT_ONCE)) {
            CompletableFuture<Void> slow = publisher.publish(Messages.numbered(0, "a"));
            Eventually.until("it is under way", () -> !service.requests().isEmpty());

            publisher.publish(Messages.numbered(1, "b")).join();

            assertThat(slow).isNotDone();
        }
    }

    @Test
    void makesTheReaderWaitWhileTooMuchIsUnderWay() throws InterruptedException {
        service.failingAlways(new Fault.Slow(Duration.ofMillis(20)));
        int[] most = {0};

        try (PubSubPublisher publisher = client.publisher(TOPIC, ON_FLUSH.with(new FlowControl(10, 1 << 20)))) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(publisher.publish(Messages.numbered(i, "a")));
                most[0] = Math.max(most[0], publisher.counts().messagesUnderWay());
            }
            publisher.flush();
            all.forEach(CompletableFuture::join);
        }

        assertThat(most[0]).isEqualTo(10);
        assertThat(stored()).hasSize(100).isSorted();
    }

    @Test
    void countsBytesToo() throws InterruptedException {
        service.failingAlways(new Fault.Slow(Duration.ofMillis(20)));
        long[] most = {0};

        try (PubSubPublisher publisher = client.publisher(TOPIC, AT_ONCE.with(new FlowControl(1_000, 50_000)))) {
            for (int i = 0; i < 30; i++) {
                publisher.publish(Messages.sized(i, "lane-" + i % 3, 20_000));
                most[0] = Math.max(most[0], publisher.counts().bytesUnderWay());
            }
            publisher.publish(Messages.sized(30, "large", 70_000));
        }

        assertThat(most[0]).isBetween(40_000L, 50_000L);
        assertThat(stored()).hasSize(31);
    }

    @Test
    void letsTheReaderBeInterruptedWhileItWaits() throws InterruptedException {
        service.failingAlways(new Fault.Hang());

        try (PubSubPublisher publisher =
                client.publisher(TOPIC, AT_ONCE.with(IMPATIENT).with(new FlowControl(1, 1 << 20)))) {
            publish(publisher, 1, "a");
            CompletableFuture<String> outcome = new CompletableFuture<>();
            Thread reader = Thread.ofVirtual().start(() -> {
                try {
                    Thread.currentThread().interrupt();
                    publisher.publish(Messages.numbered(1, "b"));
                    outcome.complete("published");
                } catch (InterruptedException e) {
                    outcome.complete("interrupted");
                }
            });
            reader.join();

            assertThat(outcome.join()).isEqualTo("interrupted");
        }
    }

    @Test
    void refusesWhatPubSubWouldNeverTake() throws InterruptedException {
        try (PubSubPublisher publisher = client.publisher(TOPIC, AT_ONCE)) {
            MillraceException large = failure(publisher.publish(Messages.sized(1, "a", 10_000_000)));
            publisher.publish(Messages.sized(2, "a", 9_990_000)).join();

            assertThat(large.kind()).isEqualTo(FailureKind.DATA);
            assertThat(large.problem()).contains("bytes");
        }
        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void fillsRequestsNoFurtherThanTheyMayBe() throws InterruptedException {
        PublishSettings large = ON_FLUSH.with(new Batching(1_000, 100_000_000, Duration.ofMinutes(1)));

        try (PubSubPublisher publisher = client.publisher(TOPIC, large)) {
            for (int i = 0; i < 5; i++) {
                publisher.publish(Messages.sized(i, "a", 4_000_000));
            }
        }

        assertThat(stored()).containsExactly(0, 1, 2, 3, 4);
        assertThat(service.requests())
                .allSatisfy(request ->
                        assertThat(request.getSerializedSize()).isLessThanOrEqualTo(PublishSettings.MOST_BYTES));
    }

    @Test
    void sendsAfterTheLatencyThatIsAllowed() throws InterruptedException {
        PublishSettings soon = ON_FLUSH.with(new Batching(1_000, 1 << 20, Duration.ofMillis(30)));

        try (PubSubPublisher publisher = client.publisher(TOPIC, soon)) {
            publish(publisher, 10, "a").forEach(CompletableFuture::join);
        }

        assertThat(service.requests()).hasSizeLessThan(10);
    }

    @Test
    void sendsAFullBatchAtOnce() throws InterruptedException {
        PublishSettings ten = ON_FLUSH.with(new Batching(10, 1 << 20, Duration.ofMinutes(1)));

        try (PubSubPublisher publisher = client.publisher(TOPIC, ten)) {
            publish(publisher, 10, "").forEach(CompletableFuture::join);
        }

        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void compressesLargeRequestsWhereItIsWanted() throws InterruptedException {
        PublishSettings compressed =
                new PublishSettings(AT_ONCE.batching(), AT_ONCE.flow(), AT_ONCE.patience(), 4, true);

        try (PubSubPublisher publisher = client.publisher(TOPIC, compressed)) {
            publisher.publish(Messages.sized(1, "a", 10)).join();
            String small = service.lastEncoding();
            publisher.publish(Messages.sized(2, "a", 10_000)).join();

            assertThat(small).isEmpty();
            assertThat(service.lastEncoding()).isEqualTo("gzip");
        }
        assertThat(service.stored(TOPIC.path()).getLast().getData().size()).isEqualTo(10_000);
    }

    @Test
    void closesInTimeEvenIfNothingIsAnswered() throws InterruptedException {
        service.failingAlways(new Fault.Hang());
        PubSubPublisher publisher = client.publisher(
                TOPIC, AT_ONCE.with(new Patience(Duration.ofMillis(1), Duration.ofMillis(1), LONG, LONG)));
        List<CompletableFuture<Void>> all = publish(publisher, 3, "a");
        Thread.currentThread().interrupt();

        publisher.close();

        assertThat(Thread.interrupted()).isTrue();
        Eventually.until("all are told", () -> all.stream().allMatch(CompletableFuture::isDone));
        assertThat(all).allSatisfy(each -> assertThat(failure(each).kind()).isEqualTo(FailureKind.INTERRUPTED));
    }

    @Test
    void takesNothingOnceItIsClosed() throws InterruptedException {
        PubSubPublisher publisher = client.publisher(TOPIC, AT_ONCE);
        publisher.close();
        publisher.close();

        assertThat(failure(publisher.publish(Messages.numbered(1, "a"))).kind()).isEqualTo(FailureKind.FAILED);
    }

    @Test
    void checksTopicAndPermission() {
        try (PubSubPublisher publisher = client.publisher(TOPIC, AT_ONCE);
                PubSubPublisher missing = client.publisher(new PubSubTopic("project", "missing"), AT_ONCE)) {
            assertThat(publisher.check())
                    .extracting(finding -> finding.verdict().name())
                    .containsOnly("GOOD");
            assertThat(missing.check())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.remedy()).contains("millrace setup"));

            service.withholding("pubsub.topics.publish").withholding("pubsub.topics.get");

            assertThat(publisher.check())
                    .extracting(finding -> finding.verdict().name())
                    .containsExactly("GOOD", "BAD");
            assertThat(publisher.check().getLast().remedy()).contains("roles/pubsub.publisher");
        }
    }

    private static List<CompletableFuture<Void>> publish(PubSubPublisher publisher, int count, String key)
            throws InterruptedException {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(publisher.publish(Messages.numbered(i, key)));
        }
        return all;
    }

    private static MillraceException failure(CompletableFuture<Void> future) {
        Eventually.until("an answer", future::isDone);
        return (MillraceException) future.exceptionNow();
    }

    private List<Integer> stored() {
        return service.stored(TOPIC.path()).stream()
                .map((PubsubMessage message) -> Messages.number(message))
                .toList();
    }
}
