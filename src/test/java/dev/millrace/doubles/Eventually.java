package dev.millrace.doubles;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, and for nothing else. */
public final class Eventually {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private Eventually() {}

    /** Asks again and again, for 30 seconds at most, until the condition holds. */
    public static void until(String what, BooleanSupplier condition) {
        within(DEADLINE, what, condition);
    }

    /** Asks again and again until the condition holds, for as long as that at most. */
    public static void within(Duration patience, String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not come to pass within " + patience + ": " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
