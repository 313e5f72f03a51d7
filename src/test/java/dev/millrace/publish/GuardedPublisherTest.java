package dev.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.HandClock;
import dev.millrace.model.FailureKind;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.CircuitBreaker.Settings;
import dev.millrace.publish.CircuitBreaker.State;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuardedPublisherTest {

    private static final Message MESSAGE = new Message(ByteBuffer.wrap(new byte[1]), Map.of(), "a");

    private final Answering target = new Answering();
    private final CircuitBreaker breaker =
            new CircuitBreaker(new Settings(2, Duration.ofMillis(50), 1), new HandClock());
    private final GuardedPublisher publisher = new GuardedPublisher(target, breaker);

    @Test
    void opensTheBreakerAfterFailures() throws InterruptedException {
        fail(2);

        assertThat(breaker.status().state()).isEqualTo(State.OPEN);
    }

    @Test
    void failsAtOnceUntilItsReaderHasGoneBack() throws InterruptedException {
        fail(2);

        CompletableFuture<Void> refused = publisher.publish(MESSAGE);

        assertThat(refused.exceptionNow()).isInstanceOf(MillraceException.class);
        assertThat(target.published).as("not asked again").hasSize(2);
    }

    @Test
    void waitsAfterThatAndSendsOneProbeOnItsWay() throws InterruptedException {
        fail(2);
        publisher.resume();

        CompletableFuture<Void> probe = publisher.publish(MESSAGE);

        assertThat(breaker.status().state()).isEqualTo(State.HALF_OPEN);
        assertThat(target.flushes).isEqualTo(1);
        target.answer(null);
        assertThat(probe).isCompletedWithValue(null);
        assertThat(breaker.status().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void letsTheReaderGoBackWhenTheProbeFails() throws InterruptedException {
        fail(2);
        publisher.resume();
        publisher.publish(MESSAGE);
        CompletableFuture<CompletableFuture<Void>> next = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                next.complete(publisher.publish(MESSAGE));
            } catch (InterruptedException e) {
                next.completeExceptionally(e);
            }
        });
        Eventually.until("it waits for the probe", () -> reader.getState() == Thread.State.WAITING);

        target.answer(new MillraceException(FailureKind.TRANSIENT, "still away", ""));

        assertThat(next.join().exceptionNow()).hasMessage("still away");
        assertThat(breaker.status().state()).isEqualTo(State.OPEN);
    }

    @Test
    void isNotConcernedByAMessageThatIsRefused() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            CompletableFuture<Void> stored = publisher.publish(MESSAGE);
            target.answer(new MillraceException(FailureKind.DATA, "too large", ""));
            assertThat(stored.exceptionNow()).hasMessage("too large");
        }

        assertThat(breaker.status().state()).isEqualTo(State.CLOSED);
    }

    private void fail(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            publisher.publish(MESSAGE);
            target.answer(new MillraceException(FailureKind.TRANSIENT, "away " + i, ""));
        }
    }

    /** Answers when a test says so. */
    private static final class Answering implements Publisher {

        private final List<CompletableFuture<Void>> published = new CopyOnWriteArrayList<>();
        private int flushes;

        /** Answers all that waits for it; null for well. */
        void answer(MillraceException failure) {
            for (CompletableFuture<Void> each : new ArrayList<>(published)) {
                if (failure == null) {
                    each.complete(null);
                } else {
                    each.completeExceptionally(failure);
                }
            }
        }

        @Override
        public String description() {
            return "answering";
        }

        @Override
        public CompletableFuture<Void> publish(Message message) {
            published.add(new CompletableFuture<>());
            return published.getLast();
        }

        @Override
        public void flush() {
            flushes++;
        }

        @Override
        public void resume() {}

        @Override
        public List<Finding> check() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
