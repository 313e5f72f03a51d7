package dev.millrace.job.stream;

import dev.millrace.observe.MemoryPressure;
import dev.millrace.observe.StreamCounts;
import dev.millrace.pipeline.ChangePipeline;
import dev.millrace.pipeline.StreamState;
import dev.millrace.publish.CircuitBreaker;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Shows what streams do to Prometheus; README tells the names. Every series has the label `stream`, but those of the
 * process. What a part of a stream counts by itself, such as a deduplicator's hits, is added in {@link #addParts}.
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

    void add(RunningStream running) {
        ChangePipeline stream = running.pipeline();
        addPipeline(stream);
        addParts(running, stream.name());
    }

    private void addPipeline(ChangePipeline stream) {
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
            state("millrace.stream.state", name, state, stream::state);
        }
        Timer latency = Timer.builder("millrace.stream.publish")
                .tag("stream", name)
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
        stream.latencyTo(nanos -> latency.record(nanos, TimeUnit.NANOSECONDS));
    }

    private void addParts(RunningStream running, String name) {
        total(
                "millrace.stream.dedup.memory.hits",
                running,
                each -> each.deduplicated().memoryHits());
        total(
                "millrace.stream.dedup.store.hits",
                running,
                each -> each.deduplicated().storeHits());
        total(
                "millrace.stream.dedup.misses",
                running,
                each -> each.deduplicated().misses());
        total(
                "millrace.stream.dedup.degraded",
                running,
                each -> each.deduplicated().degraded());
        running.breaker().ifPresent(breaker -> {
            for (CircuitBreaker.State state : CircuitBreaker.State.values()) {
                state(
                        "millrace.stream.breaker.state",
                        name,
                        state,
                        () -> breaker.status().state());
            }
            total(
                    "millrace.stream.breaker.opened",
                    running,
                    _ -> breaker.status().opened());
        });
        running.requests().ifPresent(publisher -> {
            total("millrace.stream.requests", running, _ -> publisher.counts().requests());
            total(
                    "millrace.stream.requests.retried",
                    running,
                    _ -> publisher.counts().retries());
        });
    }

    void add(MemoryPressure memory) {
        Gauge.builder("millrace.memory.bytes", () -> memory.reading().used()).register(registry);
        Gauge.builder("millrace.memory.limit.bytes", () -> memory.reading().limit())
                .register(registry);
        Gauge.builder("millrace.memory.pressure", () -> memory.level().percent())
                .register(registry);
    }

    /** Something that only grows. Meters hold the stream weakly; {@link RunningStreams} holds it as long as it runs. */
    private void total(String name, RunningStream stream, ToLongFunction<RunningStream> value) {
        FunctionCounter.builder(name, stream, value::applyAsLong)
                .tag("stream", stream.name())
                .register(registry);
    }

    /** Something that comes and goes. */
    private void gauge(String name, String stream, Supplier<Number> value) {
        Gauge.builder(name, value).tag("stream", stream).register(registry);
    }

    /** 1 for the state that something is in, 0 for the others. */
    private <S extends Enum<S>> void state(String name, String stream, S state, Supplier<S> now) {
        Gauge.builder(name, () -> now.get() == state ? 1 : 0)
                .tag("stream", stream)
                .tag("state", state.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private void count(String name, ChangePipeline stream, ToLongFunction<StreamCounts> value) {
        FunctionCounter.builder(name, stream, each -> value.applyAsLong(each.counts()))
                .tag("stream", stream.name())
                .register(registry);
    }
}
