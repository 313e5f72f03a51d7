package dev.millrace.publish;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps calls back from something that fails again and again. Closed, it lets all through and counts failures in a row;
 * open, it lets none through for a while; half open, it lets a few through, whose first outcome decides. Safe for use by
 * many threads.
 */
public final class CircuitBreaker {

    private final Settings settings;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.CLOSED;
    private Instant since;
    private long sinceNanos = System.nanoTime();
    private int generation;
    private int failures;
    private int probes;
    private long opened;
    private String reason = "";
    private @Nullable MillraceException counted;

    /** Whether calls are let through. */
    public enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    /**
     * When it opens and closes.
     *
     * @param failureThreshold failures in a row that open it
     * @param resetTimeout     how long it is open
     * @param halfOpenMaxCalls calls that it lets through at once to find out whether all is well again
     */
    public record Settings(int failureThreshold, Duration resetTimeout, int halfOpenMaxCalls) {

        public Settings {
            if (failureThreshold < 1 || halfOpenMaxCalls < 1 || resetTimeout.isNegative()) {
                throw new IllegalArgumentException("thresholds are above 0, and a time is not below");
            }
        }
    }

    /**
     * What it is doing.
     *
     * @param since    when it came into this state
     * @param failures in a row, up to now
     * @param opened   how often it has been opened
     * @param reason   of the last failure; empty for none
     */
    public record Status(State state, Instant since, int failures, long opened, String reason) {}

    /** A call that was let through. */
    public record Call(int generation, boolean isProbe) {}

    public CircuitBreaker(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.since = clock.instant();
    }

    public Status status() {
        lock.lock();
        try {
            return new Status(state, since, failures, opened, reason);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a call may be made. What becomes of it is to be told by one of the other methods.
     *
     * @param unwanted asked before each wait, without being told of changes but those of the state
     * @return null where the call is no longer wanted
     */
    public @Nullable Call enter(BooleanSupplier unwanted) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (state != State.CLOSED && unwanted.getAsBoolean()) {
                    return null;
                }
                switch (state) {
                    case CLOSED -> {
                        return new Call(generation, false);
                    }
                    case OPEN -> {
                        long left = settings.resetTimeout().toNanos() - (System.nanoTime() - sinceNanos);
                        if (left > 0) {
                            long _ = changed.awaitNanos(left);
                        } else {
                            become(State.HALF_OPEN);
                        }
                    }
                    case HALF_OPEN -> {
                        if (probes < settings.halfOpenMaxCalls()) {
                            probes++;
                            return new Call(generation, true);
                        }
                        changed.await();
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    public void succeeded(Call call) {
        lock.lock();
        try {
            if (call.generation() == generation) {
                failures = 0;
                if (state == State.HALF_OPEN) {
                    become(State.CLOSED);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** One failure that is told of several calls counts once, as all messages of a request fail together. */
    public void failed(Call call, MillraceException failure) {
        if (failure.kind() == FailureKind.DATA || failure.kind() == FailureKind.INTERRUPTED) {
            withdrawn(call);
            return;
        }
        lock.lock();
        try {
            if (call.generation() != generation || failure == counted) {
                return;
            }
            counted = failure;
            reason = failure.problem();
            failures++;
            if (state == State.HALF_OPEN || failures >= settings.failureThreshold()) {
                opened++;
                become(State.OPEN);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The call says nothing about the other side. */
    public void withdrawn(Call call) {
        lock.lock();
        try {
            if (call.generation() == generation && call.isProbe()) {
                probes--;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void become(State next) {
        state = next;
        since = clock.instant();
        sinceNanos = System.nanoTime();
        generation++;
        probes = 0;
        if (next == State.CLOSED) {
            reason = "";
            counted = null;
        }
        changed.signalAll();
    }
}
