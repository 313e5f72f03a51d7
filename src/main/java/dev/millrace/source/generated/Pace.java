package dev.millrace.source.generated;

import dev.millrace.model.MillraceException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lets so many documents a second through, of all threads together, evenly: what was not used is not saved up but for
 * {@value #SLACK_MILLIS} ms, which make up for a thread that woke up late. Safe for use by many threads.
 */
public final class Pace {

    /** A part of a second, in which at most its part of the rate passes at once. */
    static final int SLACK_MILLIS = 40;

    private static final int PARTS = 25;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final double nanosEach;
    private final int atOnce;
    private final LongSupplier clock;
    private final Sleep sleep;

    /** When the next document may pass, in the clock's nanoseconds. */
    private final AtomicLong next;

    /** Waits for so many nanoseconds. */
    @FunctionalInterface
    interface Sleep {
        void nanos(long nanos) throws InterruptedException;
    }

    Pace(long perSecond, int threads, LongSupplier clock, Sleep sleep) {
        this.nanosEach = perSecond == 0 ? 0 : (double) SECOND / perSecond;
        this.atOnce = perSecond == 0
                ? Integer.MAX_VALUE
                : Math.clamp(perSecond / ((long) PARTS * threads), 1, Integer.MAX_VALUE);
        this.clock = clock;
        this.sleep = sleep;
        this.next = new AtomicLong(clock.getAsLong());
    }

    public static Pace unlimited() {
        return new Pace(0, 1, () -> 0, nanos -> {});
    }

    /**
     * @param perSecond at least 1
     * @param threads   about how many take turns: each takes fewer at once, the more they are
     */
    public static Pace of(long perSecond, int threads) {
        if (perSecond < 1 || threads < 1) {
            throw new IllegalArgumentException("a pace of " + perSecond + "/s of " + threads + " threads");
        }
        return new Pace(perSecond, threads, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    /** The most documents that should be asked for in one go, so that they pass evenly. */
    public int atOnce() {
        return atOnce;
    }

    /** Returns when so many documents may pass. */
    public void await(int documents) {
        if (nanosEach == 0) {
            return;
        }
        long now = clock.getAsLong();
        long slack = TimeUnit.MILLISECONDS.toNanos(SLACK_MILLIS);
        long taken = next.getAndUpdate(at -> Math.max(at, now - slack) + Math.round(documents * nanosEach));
        long start = Math.max(taken, now - slack);
        try {
            if (start > now) {
                sleep.nanos(start - now);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MillraceException.interrupted("generating documents");
        }
    }
}
