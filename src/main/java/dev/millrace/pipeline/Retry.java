package dev.millrace.pipeline;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Tries again what failed for a reason that its source or target calls transient, after a wait drawn between nothing
 * and a bound that doubles with each try ("full jitter"). Anything else is thrown at once. Safe for use by many
 * threads.
 *
 * @param attempts tries altogether, at least 1
 * @param base     bound of the first wait
 * @param cap      bound of every wait
 */
public record Retry(int attempts, Duration base, Duration cap, RandomGenerator random) {

    public Retry {
        if (attempts < 1) {
            throw new IllegalArgumentException("at least one attempt is needed, not " + attempts);
        }
    }

    /** Told before each wait. */
    @FunctionalInterface
    public interface Listener {
        void retrying(int attempt, Duration wait, MillraceException reason);
    }

    /** The task's result, or the failure of its last try. */
    public <T> T call(String what, Supplier<T> task, Listener listener) {
        for (int attempt = 1; ; attempt++) {
            try {
                return task.get();
            } catch (MillraceException e) {
                if (!isTransient(e) || attempt >= attempts) {
                    throw e;
                }
                Duration wait = delayAfter(attempt);
                listener.retrying(attempt, wait, e);
                pause(what, wait);
            }
        }
    }

    /** How long to wait after try number `attempt`, from 1. */
    public Duration delayAfter(int attempt) {
        long bound = Math.min(cap.toMillis(), base.toMillis() << Math.min(attempt - 1, 20));
        return Duration.ofMillis(random.nextLong(bound + 1));
    }

    public static boolean isTransient(MillraceException e) {
        return e.kind() == FailureKind.TRANSIENT;
    }

    private static void pause(String what, Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MillraceException.interrupted(what);
        }
    }
}
