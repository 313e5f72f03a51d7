package dev.millrace.job.stream;

import dev.millrace.observe.MemoryPressure;
import dev.millrace.observe.MemoryPressure.Level;
import dev.millrace.observe.StreamEvent;
import dev.millrace.pipeline.ChangePipeline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes streams smaller while memory is short: says so, lets less be under way, opens cursors again with smaller batches;
 * each again and again while that does not help. For use by one thread.
 */
final class MemoryReactions {

    private static final Duration BETWEEN_SHRINKS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_REOPENINGS = Duration.ofSeconds(30);

    private final MemoryPressure memory;
    private final Streams streams;
    private final Consumer<StreamEvent> events;
    private final InstantSource clock;
    private Level before = Level.NORMAL;
    private long nextShrink;
    private long nextReopening;

    /** What can be asked of streams. */
    interface Streams {

        void shrink();

        void takeSmallerBatches();

        void relax();

        /** All of these. */
        static Streams of(List<ChangePipeline> streams) {
            return new Streams() {
                @Override
                public void shrink() {
                    streams.forEach(ChangePipeline::shrink);
                }

                @Override
                public void takeSmallerBatches() {
                    streams.forEach(ChangePipeline::takeSmallerBatches);
                }

                @Override
                public void relax() {
                    streams.forEach(ChangePipeline::relax);
                }
            };
        }
    }

    MemoryReactions(MemoryPressure memory, Streams streams, Consumer<StreamEvent> events, InstantSource clock) {
        this.memory = memory;
        this.streams = streams;
        this.events = events;
        this.clock = clock;
    }

    /** To be called about once a second. */
    void look() {
        Level level = memory.look();
        if (level != before) {
            before = level;
            MemoryPressure.Reading reading = memory.reading();
            events.accept(new StreamEvent.MemoryPressed(
                    StreamEvent.EVERY_STREAM, level.name(), reading.used(), reading.limit()));
            if (level == Level.NORMAL) {
                streams.relax();
            }
        }
        long now = clock.millis();
        if (level.compareTo(Level.SHORT) >= 0 && now >= nextShrink) {
            nextShrink = now + BETWEEN_SHRINKS.toMillis();
            streams.shrink();
        }
        if (level.compareTo(Level.CRITICAL) >= 0 && now >= nextReopening) {
            nextReopening = now + BETWEEN_REOPENINGS.toMillis();
            streams.takeSmallerBatches();
        }
    }
}
