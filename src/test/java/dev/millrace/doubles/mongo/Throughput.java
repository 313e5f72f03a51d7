package dev.millrace.doubles.mongo;

import java.time.Duration;
import java.util.Optional;

/**
 * The request units of a Cosmos DB account: so many a second, not saved up for longer than one. A request is admitted as
 * long as some are left, whatever it will cost; what it took too much is missing afterwards. Thread-safe.
 */
public final class Throughput {
    private double unitsPerSecond;
    private double available;
    private long filledNanos = System.nanoTime();
    private double spent;
    private long refused;
    private long stormy;
    private double stormMillis;
    private double stormGrowth = 1;

    Throughput(double unitsPerSecond) {
        this.unitsPerSecond = unitsPerSecond;
        this.available = unitsPerSecond;
    }

    /** Changes what is provisioned, as somebody does in the portal, or as other clients leave less of it. */
    public synchronized void provision(double units) {
        fill();
        unitsPerSecond = units;
        available = Math.min(available, units);
    }

    public synchronized double provisioned() {
        return unitsPerSecond;
    }

    /** The next so many requests or single writes are refused, each with a RetryAfterMs that many times the last one's. */
    public synchronized void storm(long requests, Duration first, double growth) {
        stormy = requests;
        stormMillis = first.toMillis();
        stormGrowth = growth;
    }

    /** What all requests have cost. */
    public synchronized double spent() {
        return spent;
    }

    /** How many requests and single writes were refused. */
    public synchronized long refused() {
        return refused;
    }

    /** Empty where the request may run; else after which time it should come again. */
    synchronized Optional<Duration> admit() {
        fill();
        if (stormy > 0) {
            stormy--;
            refused++;
            Duration wait = Duration.ofMillis(Math.round(stormMillis));
            stormMillis *= stormGrowth;
            return Optional.of(wait);
        }
        if (available > 0) {
            return Optional.empty();
        }
        refused++;
        return Optional.of(Duration.ofMillis(1 + (long) Math.ceil(-available / unitsPerSecond * 1000)));
    }

    synchronized void spend(double units) {
        fill();
        available -= units;
        spent += units;
    }

    private void fill() {
        long now = System.nanoTime();
        available = Math.min(unitsPerSecond, available + (now - filledNanos) / 1e9 * unitsPerSecond);
        filledNanos = now;
    }
}
