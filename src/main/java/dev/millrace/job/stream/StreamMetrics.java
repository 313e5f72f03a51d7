package dev.millrace.job.stream;

import dev.millrace.observe.MemoryPressure;
import dev.millrace.observe.StreamCounts;
import dev.millrace.pipeline.ChangePipeline;
import dev.millrace.pipeline.StreamState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Shows what streams do to Prometheus; README tells the names. Every series has the label `stream`, but those of the
 * process. What a part of a stream counts by itself, such as a deduplicator's hits or a circuit breaker's state, is added
 * by {@link #total} and {@link #gauge} beside where the part is made.
 */
final class StreamMetrics {

    private static final Duration[] LATENCIES = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };

    private final MeterRegistry registry;

    StreamMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void add(ChangePipeline stream) {
        String name = stream.name();
        count("millrace.stream.read", stream, StreamCounts::read);
        count("millrace.stream.published", stream, StreamCounts::published);
        count("millrace.stream.published.bytes", stream, StreamCounts::bytes);
        count("millrace.stream.skipped", stream, StreamCounts::skipped);
        count("millrace.stream.rejected", stream, StreamCounts::rejected);
        count("millrace.stream.reopened", stream, StreamCounts::reopened);
        gauge("millrace.stream.lag.seconds", name, () -> stream.counts().lagMillis() / 1000.0);
        gauge("millrace.stream.under.way", name, stream::underWay);
        gauge("millrace.stream.under.way.bytes", name, stream::underWayBytes);
        gauge("millrace.stream.idle.seconds", name, () -> stream.sinceMoved().toMillis() / 1000.0);
        for (StreamState state : StreamState.values()) {
            Gauge.builder("millrace.stream.state", () -> stream.state() == state ? 1 : 0)
                    .tag("stream", name)
                    .tag("state", state.name().toLowerCase(java.util.Locale.ROOT))
                    .register(registry);
        }
        Timer latency = Timer.builder("millrace.stream.publish")
                .tag("stream", name)
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
        stream.latencyTo(nanos -> latency.record(nanos, TimeUnit.NANOSECONDS));
    }

    void add(MemoryPressure memory) {
        Gauge.builder("millrace.memory.bytes", () -> memory.reading().used()).register(registry);
        Gauge.builder("millrace.memory.limit.bytes", () -> memory.reading().limit())
                .register(registry);
        Gauge.builder("millrace.memory.pressure", () -> memory.level().percent())
                .register(registry);
    }

    /** Something of a stream that only grows; shown with `_total` behind its name. */
    void total(String name, String stream, Supplier<Number> value) {
        FunctionCounter.builder(name, value, number -> number.get().doubleValue())
                .tag("stream", stream)
                .register(registry);
    }

    /** Something of a stream that comes and goes. */
    void gauge(String name, String stream, Supplier<Number> value) {
        Gauge.builder(name, value).strongReference(true).tag("stream", stream).register(registry);
    }

    private void count(String name, ChangePipeline stream, ToLongFunction<StreamCounts> value) {
        FunctionCounter.builder(name, stream, each -> value.applyAsLong(each.counts()))
                .tag("stream", stream.name())
                .register(registry);
    }
}
