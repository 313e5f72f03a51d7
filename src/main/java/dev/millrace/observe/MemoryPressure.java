package dev.millrace.observe;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Says how short memory is, in levels. What a heap holds is partly garbage: the least of the last few readings counts, and
 * before a level is believed that is higher than the last one, the garbage is collected, at most twice a minute. A level
 * is left when memory is well below it. Asked about once a second, by one thread; {@link #level} and {@link #reading} by any.
 */
public final class MemoryPressure {

    private static final int READINGS = 5;
    private static final Duration BETWEEN_COLLECTIONS = Duration.ofSeconds(30);

    /** Percentage points by which memory has to fall below a level to leave it. */
    private static final int SLACK = 5;

    private final Supplier<Reading> source;
    private final Runnable collection;
    private final InstantSource clock;
    private final Deque<Reading> readings = new ArrayDeque<>();
    private long nextCollection = Long.MIN_VALUE;
    private volatile Level level = Level.NORMAL;
    private volatile Reading reading;

    /** How short it is; each level does what the ones below it do, and more. */
    public enum Level {
        NORMAL(0),
        /** Somebody should know. */
        HIGH(65),
        /** Less may be under way. */
        SHORT(80),
        /** Cursors are opened again with smaller batches. */
        CRITICAL(90);

        private final int percent;

        Level(int percent) {
            this.percent = percent;
        }

        /** Percent of the limit at which it begins. */
        public int percent() {
            return percent;
        }

        private static Level of(double percent, Level before) {
            Level found = NORMAL;
            for (Level each : values()) {
                int from = each.compareTo(before) <= 0 ? each.percent - SLACK : each.percent;
                if (percent >= from) {
                    found = each;
                }
            }
            return found;
        }
    }

    /** Bytes in use, and the most that there may be. */
    public record Reading(long used, long limit) {

        public Reading {
            if (limit <= 0) {
                throw new IllegalArgumentException("a limit of " + limit + " bytes");
            }
        }

        double percent() {
            return 100.0 * used / limit;
        }
    }

    /** @param collection collects garbage, before it returns */
    public MemoryPressure(Supplier<Reading> source, Runnable collection, InstantSource clock) {
        this.source = source;
        this.collection = collection;
        this.clock = clock;
        this.reading = source.get();
    }

    /** Of this process: its heap, or its container where that is smaller. */
    public static MemoryPressure ofThisProcess() {
        return new MemoryPressure(ProcessMemory.ofThisProcess(), System::gc, InstantSource.system());
    }

    /** Takes a reading. */
    public Level look() {
        read();
        Level next = Level.of(least().percent(), level);
        if (next.compareTo(level) > 0 && clock.millis() >= nextCollection) {
            nextCollection = clock.millis() + BETWEEN_COLLECTIONS.toMillis();
            collection.run();
            readings.clear();
            read();
            next = Level.of(least().percent(), level);
        }
        level = next;
        return next;
    }

    /** As of the last look. */
    public Level level() {
        return level;
    }

    /** As of the last look; garbage included. */
    public Reading reading() {
        return reading;
    }

    private void read() {
        reading = source.get();
        readings.add(reading);
        if (readings.size() > READINGS) {
            readings.remove();
        }
    }

    private Reading least() {
        Reading least = readings.getFirst();
        for (Reading each : readings) {
            if (each.percent() < least.percent()) {
                least = each;
            }
        }
        return least;
    }
}
