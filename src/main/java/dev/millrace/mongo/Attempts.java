package dev.millrace.mongo;

import com.mongodb.MongoSocketReadTimeoutException;
import dev.millrace.model.FailureKind;
import dev.millrace.mongo.cosmos.Pause;
import dev.millrace.mongo.cosmos.RequestBudget;
import dev.millrace.mongo.cosmos.Throttling;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The tries of one question: how long to wait for the next, and when to give up. A few tries for what fails; for what is
 * throttled as many as fit into the patience, each after the time that the service asks for and a growing share of
 * chance. Used by one thread at a time.
 */
public final class Attempts {

    private static final long FIRST_CHANCE_MILLIS = 20;
    private static final long LARGEST_CHANCE_MILLIS = 4_000;
    private static final int MOST_DOUBLINGS = 12;

    private final MongoErrors errors;
    private final RequestBudget budget;
    private final Backoff backoff;
    private final boolean afterTimeout;
    private final RandomGenerator random;
    private int failures;
    private int throttles;
    private long throttledSince;

    /** @param afterTimeout whether to try again what did not answer within minutes: it would take as long again */
    Attempts(MongoErrors errors, RequestBudget budget, Backoff backoff, boolean afterTimeout, RandomGenerator random) {
        this.afterTimeout = afterTimeout;
        this.errors = errors;
        this.budget = budget;
        this.backoff = backoff;
        this.random = random;
    }

    /** Part of the question is answered: the rest has all tries again. */
    public void progressed() {
        failures = 0;
        throttles = 0;
    }

    /** Waits until it is time for another try; false where none is worth it. */
    public boolean pauseAfter(RuntimeException failure) {
        if (errors.kind(failure) != FailureKind.TRANSIENT
                || (!afterTimeout && failure instanceof MongoSocketReadTimeoutException)
                || Thread.currentThread().isInterrupted()) {
            return false;
        }
        Optional<Duration> retryAfter = Throttling.retryAfter(failure, budget.isCharged());
        if (retryAfter.isPresent()) {
            return pauseThrottled(retryAfter.get());
        }
        if (failures == backoff.waits().size()) {
            return false;
        }
        Pause.of(backoff.waits().get(failures++));
        return true;
    }

    private boolean pauseThrottled(Duration retryAfter) {
        long now = System.nanoTime();
        if (throttles == 0) {
            throttledSince = now;
        }
        Duration wait = retryAfter.plus(chance());
        throttles++;
        Duration spent = Duration.ofNanos(now - throttledSince);
        if (spent.plus(wait).compareTo(backoff.patience()) > 0) {
            return false;
        }
        budget.waitOut(wait);
        return true;
    }

    /** Keeps many workers from coming back at one moment, and a service that says "at once" from being asked without end. */
    private Duration chance() {
        long most = Math.min(LARGEST_CHANCE_MILLIS, FIRST_CHANCE_MILLIS << Math.min(throttles, MOST_DOUBLINGS));
        return Duration.ofMillis(random.nextLong(most / 2, most + 1));
    }
}
