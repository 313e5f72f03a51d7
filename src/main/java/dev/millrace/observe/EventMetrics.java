package dev.millrace.observe;

import dev.millrace.model.RequestUnits;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts each event. Names, as Prometheus shows them: {@code millrace_documents_written_total},
 * {@code millrace_documents_rejected_total}, {@code millrace_source_bytes_total}, {@code millrace_target_bytes_total},
 * {@code millrace_chunks_total{state}}, {@code millrace_chunk_seconds}, {@code millrace_retries_total{of}},
 * {@code millrace_indexes_built_total}, {@code millrace_request_units_total}, {@code millrace_throttles_total},
 * {@code millrace_throttled_seconds_total}, and the gauges {@code millrace_request_units_per_second},
 * {@code millrace_documents_per_second}, {@code millrace_documents_in_flight}, {@code millrace_memory_bytes}.
 */
public final class EventMetrics implements Consumer<RunEvent> {

    private final MeterRegistry registry;
    private final AtomicReference<RunEvent.@Nullable ProgressMade> latest = new AtomicReference<>();

    public EventMetrics(MeterRegistry registry) {
        this.registry = registry;
        gauge("millrace.documents.per.second", progress -> progress.own().documentsPerSecond());
        gauge("millrace.documents.in.flight", progress -> progress.own().inFlight());
        gauge("millrace.memory.bytes", progress -> progress.own().memoryBytes());
        gauge("millrace.request.units.per.second", progress -> progress.own().requestUnitsPerSecond());
        total("millrace.request.units", spent -> spent.units());
        total("millrace.throttles", spent -> spent.throttles());
        total("millrace.throttled.seconds", spent -> spent.throttled().toMillis() / 1000.0);
    }

    @Override
    public void accept(RunEvent event) {
        switch (event) {
            case RunEvent.ChunkCommitted e -> {
                registry.counter("millrace.documents.written")
                        .increment(e.receipt().written());
                registry.counter("millrace.documents.rejected")
                        .increment(e.receipt().rejected());
                registry.counter("millrace.source.bytes").increment(e.receipt().sourceBytes());
                registry.counter("millrace.target.bytes").increment(e.receipt().targetBytes());
                registry.counter("millrace.chunks", "state", "committed").increment();
                registry.timer("millrace.chunk").record(e.took());
            }
            case RunEvent.ChunkRetried _ ->
                registry.counter("millrace.retries", "of", "chunk").increment();
            case RunEvent.ChunkFailed _ ->
                registry.counter("millrace.chunks", "state", "failed").increment();
            case RunEvent.LeaseLost _ ->
                registry.counter("millrace.chunks", "state", "lost").increment();
            case RunEvent.ProcessReplaced _ ->
                registry.counter("millrace.processes.replaced").increment();
            case RunEvent.StoreRetried _ ->
                registry.counter("millrace.retries", "of", "store").increment();
            case RunEvent.ProgressMade e -> latest.set(e);
            case RunEvent.IndexesBuilt e ->
                registry.counter("millrace.indexes.built").increment(e.indexes().size());
            case RunEvent.IndexesBuilding _, RunEvent.RunStarted _, RunEvent.RunStopping _, RunEvent.RunEnded _ -> {}
        }
    }

    private void total(String name, ToDoubleFunction<RequestUnits> value) {
        FunctionCounter.builder(name, latest, reference -> {
                    RunEvent.ProgressMade progress = reference.get();
                    return progress == null
                            ? 0
                            : value.applyAsDouble(progress.own().requestUnits());
                })
                .register(registry);
    }

    private void gauge(String name, ToDoubleFunction<RunEvent.ProgressMade> value) {
        registry.gauge(name, latest, reference -> {
            RunEvent.ProgressMade progress = reference.get();
            return progress == null ? 0 : value.applyAsDouble(progress);
        });
    }
}
