package dev.millrace.mongo.cosmos;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spreads request units evenly over time. When the service throttles, the pace falls by a factor, from what was really
 * spent; while it does not, the pace grows up to the limit: by a constant, and where there is none by a part of itself,
 * as an account that others have left may give many times as much. Safe for use by many threads; never waits itself.
 */
final class RequestPace {

    private static final double DECREASE = 0.7;

    /** A storm of refusals is one reason to slow down, whichever worker it hits. */
    private static final double HOLD_SECONDS = 1;

    /** So much of the limit, or of what the pace has come to, comes back each second. */
    private static final double INCREASE = 0.05;

    /**
     * Little was spent where a client has just begun or had waited, which says nothing of the account: the pace does not
     * fall further than from here at once. It is the least that throughput can be provisioned with.
     */
    private static final double PROVISIONED = 400;

    /** The pace does not fall below this many units a second, or this part of the limit. */
    private static final double LEAST = 5;

    private static final double LEAST_OF_LIMIT = 0.02;

    /** Time that was not used is made up for as far as this. */
    private static final double CREDIT_SECONDS = 0.1;

    private final double limit;
    private final LongSupplier nanos;
    private final SpendingRate spending;
    private double pace;
    private double step;
    private double nextFree;
    private double lastThrottle = Double.NEGATIVE_INFINITY;
    private double lastDecrease = Double.NEGATIVE_INFINITY;
    private double lastIncrease;

    /** @param limit units a second; infinite where only the service's throttling sets the pace */
    RequestPace(double limit, LongSupplier nanos) {
        this.limit = limit;
        this.nanos = nanos;
        this.pace = limit;
        this.step = limit * INCREASE;
        this.lastIncrease = seconds();
        this.nextFree = lastIncrease;
        this.spending = new SpendingRate(lastIncrease);
    }

    /**
     * When a request may be sent.
     *
     * @param delay how long the caller waits before
     * @param pace units a second that it was reserved at
     */
    record Turn(Duration delay, double pace) {}

    /** Takes units for a request. */
    synchronized Turn reserve(double units) {
        double now = seconds();
        grow(now);
        nextFree = Math.max(nextFree, now - CREDIT_SECONDS);
        double wait = nextFree - now;
        take(units, pace, now);
        return new Turn(wait <= 0 ? Duration.ZERO : Duration.ofNanos((long) (wait * 1e9)), pace);
    }

    /**
     * A request has cost so much more than was reserved for it, or less. What was spent before the pace fell is not to be
     * paid for at the pace that it fell to, nor at one that it has left behind; and less is given back as it was taken.
     */
    synchronized void correct(double units, double reservedAt) {
        double now = seconds();
        grow(now);
        take(units, units > 0 ? Math.max(reservedAt, pace) : reservedAt, now);
    }

    private void take(double units, double unitsPerSecond, double now) {
        nextFree += units / unitsPerSecond;
        spending.add(units, now);
    }

    /** The service has refused a request because too many units were asked for. */
    synchronized void throttled() {
        double now = seconds();
        grow(now);
        lastThrottle = now;
        double spent = spending.perSecond(now);
        double from = spent > 0 || Double.isInfinite(pace) ? Math.min(pace, Math.max(spent, PROVISIONED)) : pace;
        if (now - lastDecrease < HOLD_SECONDS) {
            return;
        }
        double least = Double.isInfinite(limit) ? LEAST : Math.max(limit * LEAST_OF_LIMIT, Math.min(LEAST, limit));
        pace = Math.max(least, from * DECREASE);
        step = (Double.isInfinite(limit) ? from : limit) * INCREASE;
        lastDecrease = now;
        lastIncrease = now;
    }

    /** Units a second at which requests are let through; infinite where nothing holds them up. */
    synchronized double unitsPerSecond() {
        grow(seconds());
        return pace;
    }

    private void grow(double now) {
        if (pace < limit && now - lastThrottle > HOLD_SECONDS) {
            pace = Math.min(limit, pace + Math.max(step, pace * INCREASE) * (now - lastIncrease));
        }
        lastIncrease = now;
    }

    private double seconds() {
        return nanos.getAsLong() / 1e9;
    }
}
