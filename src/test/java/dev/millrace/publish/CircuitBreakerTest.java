package dev.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.HandClock;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.CircuitBreaker.Call;
import dev.millrace.publish.CircuitBreaker.Settings;
import dev.millrace.publish.CircuitBreaker.State;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final HandClock clock = new HandClock();

    @Test
    void opensAfterThatManyFailuresInARow() throws InterruptedException {
        CircuitBreaker breaker = breaker(3, LONG, 1);

        fail(breaker);
        fail(breaker);
        breaker.succeeded(enter(breaker));
        fail(breaker);
        fail(breaker);
        assertThat(breaker.status().state()).isEqualTo(State.CLOSED);
        clock.advance(Duration.ofSeconds(5));
        fail(breaker);

        assertThat(breaker.status().state()).isEqualTo(State.OPEN);
        assertThat(breaker.status().since()).isEqualTo(clock.instant());
        assertThat(breaker.status().opened()).isEqualTo(1);
        assertThat(breaker.status().failures()).isEqualTo(3);
        assertThat(breaker.status().reason()).isEqualTo("away");
    }

    @Test
    void countsOneFailureOfManyCallsOnce() throws InterruptedException {
        CircuitBreaker breaker = breaker(2, LONG, 1);
        MillraceException failure = failure(FailureKind.TRANSIENT);

        for (int i = 0; i < 100; i++) {
            breaker.failed(enter(breaker), failure);
        }

        assertThat(breaker.status().state()).isEqualTo(State.CLOSED);
        assertThat(breaker.status().failures()).isEqualTo(1);
    }

    @Test
    void isNotConcernedByRefusedData() throws InterruptedException {
        CircuitBreaker breaker = breaker(1, LONG, 1);

        breaker.failed(enter(breaker), failure(FailureKind.DATA));
        breaker.failed(enter(breaker), failure(FailureKind.INTERRUPTED));

        assertThat(breaker.status().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void makesCallsWaitWhileItIsOpen() throws InterruptedException {
        CircuitBreaker breaker = breaker(1, SHORT, 1);
        fail(breaker);

        long begin = System.nanoTime();
        Call probe = enter(breaker);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(SHORT.dividedBy(2));
        assertThat(probe.isProbe()).isTrue();
        assertThat(breaker.status().state()).isEqualTo(State.HALF_OPEN);
    }

    @Test
    void closesWhenAProbeSucceeds() throws InterruptedException {
        CircuitBreaker breaker = breaker(1, SHORT, 1);
        fail(breaker);

        breaker.succeeded(enter(breaker));

        assertThat(breaker.status().state()).isEqualTo(State.CLOSED);
        assertThat(breaker.status().failures()).isZero();
        assertThat(breaker.status().reason()).isEmpty();
        assertThat(enter(breaker).isProbe()).isFalse();
    }

    @Test
    void opensAgainWhenAProbeFails() throws InterruptedException {
        CircuitBreaker breaker = breaker(5, SHORT, 1);
        for (int i = 0; i < 5; i++) {
            fail(breaker);
        }

        fail(breaker);

        assertThat(breaker.status().state()).isEqualTo(State.OPEN);
        assertThat(breaker.status().opened()).isEqualTo(2);
    }

    @Test
    void letsNoMoreThanThatManyProbesThrough() throws InterruptedException {
        CircuitBreaker breaker = breaker(1, SHORT, 2);
        fail(breaker);
        Call first = enter(breaker);
        Call second = enter(breaker);
        CompletableFuture<Call> third = enterLater(breaker);
        Eventually.until("it waits", () -> waits(third));

        breaker.withdrawn(second);

        assertThat(third.join().isProbe()).isTrue();
        CompletableFuture<Call> fourth = enterLater(breaker);
        breaker.succeeded(first);
        assertThat(fourth.join()).isNotNull();
        assertThat(breaker.status().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void doesNotListenToCallsOfAnEarlierState() throws InterruptedException {
        CircuitBreaker breaker = breaker(1, LONG, 1);
        Call early = enter(breaker);
        Call late = enter(breaker);
        fail(breaker);

        breaker.succeeded(early);
        breaker.failed(late, failure(FailureKind.CONNECTION));

        assertThat(breaker.status().state()).isEqualTo(State.OPEN);
        assertThat(breaker.status().opened()).isEqualTo(1);
    }

    @Test
    void canBeInterruptedWhileItIsOpen() throws InterruptedException {
        CircuitBreaker breaker = breaker(1, LONG, 1);
        fail(breaker);
        CompletableFuture<String> outcome = new CompletableFuture<>();

        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                enter(breaker);
                outcome.complete("entered");
            } catch (InterruptedException e) {
                outcome.complete("interrupted");
            }
        });
        Eventually.until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
        thread.interrupt();

        assertThat(outcome.join()).isEqualTo("interrupted");
    }

    @Test
    void givesUpWhatIsNoLongerWanted() throws InterruptedException {
        CircuitBreaker breaker = breaker(1, LONG, 1);
        fail(breaker);

        assertThat(breaker.enter(() -> true)).isNull();
    }

    private CircuitBreaker breaker(int failures, Duration reset, int probes) {
        return new CircuitBreaker(new Settings(failures, reset, probes), clock);
    }

    private static Call enter(CircuitBreaker breaker) throws InterruptedException {
        return breaker.enter(() -> false);
    }

    private static void fail(CircuitBreaker breaker) throws InterruptedException {
        breaker.failed(enter(breaker), failure(FailureKind.TRANSIENT));
    }

    private static CompletableFuture<Call> enterLater(CircuitBreaker breaker) {
        CompletableFuture<Call> entered = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                entered.complete(enter(breaker));
            } catch (InterruptedException e) {
                entered.completeExceptionally(e);
            }
        });
        return entered;
    }

    private static boolean waits(CompletableFuture<Call> entering) {
        return !entering.isDone();
    }

    private static MillraceException failure(FailureKind kind) {
        return new MillraceException(kind, "away", "");
    }
}
