package dev.millrace.job.stream.watch;

import dev.millrace.model.MillraceException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether something is there that may be away: bounded in time, once at a time, and seldom enough that whoever asks
 * often loads nobody. Safe for use by many threads.
 */
final class Probe {

    private final String name;
    private final Look look;
    private final Duration timeout;
    private final Duration fresh;
    private @Nullable CompletableFuture<Answer> latest;
    private long begun;

    /** The question; what it throws is the answer, too. */
    @FunctionalInterface
    interface Look {

        /** What was seen, in a few words without secrets. */
        String look() throws InterruptedException;
    }

    /** @param millis time that the look took */
    record Answer(String name, boolean up, long millis, String detail) {}

    /**
     * @param timeout after which there is no answer
     * @param fresh   how long an answer holds
     */
    Probe(String name, Look look, Duration timeout, Duration fresh) {
        this.name = name;
        this.look = look;
        this.timeout = timeout;
        this.fresh = fresh;
    }

    /** Begins to look on a thread of its own, unless that is under way or was done a moment ago. */
    void ask() {
        var _ = asked();
    }

    private synchronized CompletableFuture<Answer> asked() {
        CompletableFuture<Answer> known = latest;
        if (known != null && (!known.isDone() || age() < fresh.toNanos())) {
            return known;
        }
        CompletableFuture<Answer> next = new CompletableFuture<>();
        begun = System.nanoTime();
        latest = next;
        Thread.ofVirtual().name("probe-" + name).start(() -> next.complete(looked()));
        return next;
    }

    /** What was seen, waiting for it until the time is over. */
    Answer answer() {
        CompletableFuture<Answer> asked = asked();
        long left = Math.max(0, timeout.toNanos() - age());
        try {
            return asked.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            long millis = age() / 1_000_000;
            return new Answer(name, false, millis, "no answer for " + millis + " ms");
        } catch (ExecutionException e) {
            return new Answer(name, false, age() / 1_000_000, String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(name, false, age() / 1_000_000, "interrupted");
        }
    }

    private Answer looked() {
        long start = System.nanoTime();
        try {
            String seen = look.look();
            return new Answer(name, true, (System.nanoTime() - start) / 1_000_000, seen);
        } catch (MillraceException e) {
            return new Answer(name, false, (System.nanoTime() - start) / 1_000_000, e.problem());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(name, false, (System.nanoTime() - start) / 1_000_000, "interrupted");
        } catch (RuntimeException e) {
            // Whatever it is: somebody waits for an answer. Its message may hold what must not be shown.
            return new Answer(
                    name,
                    false,
                    (System.nanoTime() - start) / 1_000_000,
                    e.getClass().getSimpleName());
        }
    }

    private synchronized long age() {
        return System.nanoTime() - begun;
    }
}
