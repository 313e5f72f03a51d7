package dev.millrace.job.stream;

import dev.millrace.config.Configuration;
import dev.millrace.config.stream.StreamSource;
import dev.millrace.job.MongoSources;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.observe.Listeners;
import dev.millrace.observe.MemoryPressure;
import dev.millrace.observe.StreamEvent;
import dev.millrace.pipeline.ChangePipeline;
import dev.millrace.pipeline.ChangeStep;
import dev.millrace.pipeline.Retry;
import dev.millrace.pipeline.StopSignal;
import dev.millrace.pipeline.TaskGroup;
import dev.millrace.publish.Publisher;
import dev.millrace.publish.RejectedEvents;
import dev.millrace.source.ChangeSource;
import dev.millrace.state.ResumeStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
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

    /** @param view is told every event, and about each stream once a second */
    public List<StreamResult> run(
            Configuration configuration, StreamRequest request, StopSignal stop, Consumer<StreamEvent> view)
            throws InterruptedException {
        StreamPlan plan = StreamPlan.of(configuration, request);
        StreamTargets targets = new StreamTargets(configuration);
        Consumer<StreamEvent> events = new Listeners<>(List.of(LogSampling.log(plan.sampling()), running::noted, view));
        try (ResumeStore store = targets.resumeStore();
                Connections connections = new Connections(MongoSources.options(configuration));
                Parts parts = new Parts()) {
            List<RunningStream> streams = new ArrayList<>();
            for (StreamSource source : plan.sources()) {
                if (plan.restart()) {
                    store.forget(source.name());
                }
                streams.add(stream(plan, source, targets, store, connections, parts, stop, events));
            }
            MemoryPressure memory = MemoryPressure.ofThisProcess();
            List<ChangePipeline> pipelines =
                    streams.stream().map(RunningStream::pipeline).toList();
            StreamMetrics metrics = new StreamMetrics(registry);
            metrics.add(memory);
            pipelines.forEach(metrics::add);
            running.begin(streams, store, memory);
            return run(pipelines, new MemoryReactions(memory, pipelines, events, InstantSource.system()), events);
        } finally {
            running.end();
        }
    }

    private static RunningStream stream(
            StreamPlan plan,
            StreamSource source,
            StreamTargets targets,
            ResumeStore store,
            Connections connections,
            Parts parts,
            StopSignal stop,
            Consumer<StreamEvent> events) {
        ChangeSource changes = parts.add(connections.source(source));
        Publisher publisher = parts.add(targets.publisher(source));
        RejectedEvents rejects = parts.add(targets.rejects(source));
        ChangePipeline pipeline = new ChangePipeline(
                source.name(),
                changes,
                new ChangeStep(List.of(), targets.encoder()),
                publisher,
                rejects,
                store,
                plan.first(),
                plan.historyLost(),
                new Retry(Integer.MAX_VALUE, FIRST_WAIT, LONGEST_WAIT, new SecureRandom()),
                plan.limits(),
                stop,
                InstantSource.system(),
                events);
        return new RunningStream(pipeline, changes, publisher);
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

    /** What is open, closed in the opposite order. */
    private static final class Parts implements AutoCloseable {

        private final List<AutoCloseable> open = new ArrayList<>();

        <T extends AutoCloseable> T add(T part) {
            open.add(part);
            return part;
        }

        @Override
        public void close() {
            MillraceException failure = null;
            for (AutoCloseable part : open.reversed()) {
                try {
                    part.close();
                } catch (MillraceException e) {
                    failure = e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
