package dev.millrace.job.stream;

import dev.millrace.config.Configuration;
import dev.millrace.config.stream.StreamSource;
import dev.millrace.job.StreamSnapshot;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.observe.Listeners;
import dev.millrace.observe.MemoryPressure;
import dev.millrace.observe.StreamEvent;
import dev.millrace.observe.StreamMeter;
import dev.millrace.pipeline.ChangeParts;
import dev.millrace.pipeline.ChangePipeline;
import dev.millrace.pipeline.ChangePolicy;
import dev.millrace.pipeline.Outlet;
import dev.millrace.pipeline.Retry;
import dev.millrace.pipeline.Snapshot;
import dev.millrace.pipeline.SnapshotPolicy;
import dev.millrace.pipeline.SnapshotSink;
import dev.millrace.pipeline.StopSignal;
import dev.millrace.pipeline.TaskGroup;
import dev.millrace.pipeline.dedup.Deduplicator;
import dev.millrace.publish.Publisher;
import dev.millrace.source.ChangeSource;
import dev.millrace.state.ResumeStore;
import dev.millrace.transform.NamedTransform;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs streams side by side until it is told to stop; one that fails leaves the others alone. */
@ApplicationScoped
public class StreamJob {

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    @Inject
    RunningStreams running;

    @Inject
    MeterRegistry registry;

    /** Of the user's own, which the configuration names. */
    @Any
    @Inject
    Instance<NamedTransform> transforms;

    /** @param view is told every event, and about each stream once a second */
    public List<StreamResult> run(
            Configuration configuration, StreamRequest request, StopSignal stop, Consumer<StreamEvent> view)
            throws InterruptedException {
        StreamPlan plan = StreamPlan.of(configuration, request);
        Consumer<StreamEvent> events =
                new Listeners<>(List.of(LogSampling.log(plan.file().sampling()), running::noted, view));
        try (StreamParts parts =
                new StreamParts(configuration, plan, transforms.stream().toList())) {
            ResumeStore store = parts.resumeStore();
            List<RunningStream> streams = new ArrayList<>();
            for (StreamSource source : plan.sources()) {
                if (plan.restart()) {
                    store.forget(source.name());
                }
                streams.add(stream(configuration, plan, source, parts, store, stop, events));
            }
            MemoryPressure memory = MemoryPressure.ofThisProcess();
            StreamMetrics metrics = new StreamMetrics(registry);
            metrics.add(memory);
            streams.forEach(metrics::add);
            running.begin(streams, store, memory);
            List<ChangePipeline> pipelines =
                    streams.stream().map(RunningStream::pipeline).toList();
            return run(
                    pipelines,
                    new MemoryReactions(memory, MemoryReactions.Streams.of(pipelines), events, InstantSource.system()),
                    events);
        } finally {
            running.end();
        }
    }

    private RunningStream stream(
            Configuration configuration,
            StreamPlan plan,
            StreamSource source,
            StreamParts parts,
            ResumeStore store,
            StopSignal stop,
            Consumer<StreamEvent> events) {
        ChangeSource changes = parts.source(source);
        Publisher publisher = parts.publisher(source);
        Outlet outlet = new Outlet(source.name(), publisher, parts.rejects(source), new StreamMeter(), events);
        Snapshot snapshot = new StreamSnapshot(
                configuration,
                source,
                registry,
                generation -> new SnapshotSink(generation, parts.step(source), outlet));
        Deduplicator deduplicator = parts.deduplicator(source);
        ChangePipeline pipeline = new ChangePipeline(
                new ChangeParts(changes, parts.step(source), deduplicator, outlet, store),
                new ChangePolicy(
                        plan.first(),
                        plan.historyLost(),
                        new SnapshotPolicy(plan.snapshot(), snapshot),
                        new Retry(Integer.MAX_VALUE, FIRST_WAIT, LONGEST_WAIT, new SecureRandom()),
                        plan.limits()),
                stop,
                InstantSource.system());
        return new RunningStream(pipeline, changes, publisher, deduplicator);
    }

    private static List<StreamResult> run(
            List<ChangePipeline> streams, MemoryReactions memory, Consumer<StreamEvent> events)
            throws InterruptedException {
        List<StreamResult> results = new ArrayList<>();
        CountDownLatch left = new CountDownLatch(streams.size());
        try (TaskGroup group = new TaskGroup("stream")) {
            for (ChangePipeline stream : streams) {
                group.fork(() -> {
                    StreamResult result = result(stream);
                    synchronized (results) {
                        results.add(result);
                    }
                    left.countDown();
                });
            }
            while (!left.await(1, TimeUnit.SECONDS)) {
                group.throwFailure();
                memory.look();
                streams.forEach(ChangePipeline::release);
                streams.forEach(stream -> events.accept(new StreamEvent.StreamProgress(
                        stream.name(), stream.state().name(), stream.counts())));
            }
            group.join();
        }
        return results;
    }

    private static StreamResult result(ChangePipeline stream) throws InterruptedException {
        try {
            stream.run();
            return new StreamResult(stream.name(), stream.counts(), null);
        } catch (MillraceException e) {
            if (e.kind() == FailureKind.INTERRUPTED) {
                throw e;
            }
            return new StreamResult(stream.name(), stream.counts(), e);
        }
    }
}
