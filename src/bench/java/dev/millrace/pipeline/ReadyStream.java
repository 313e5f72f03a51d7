package dev.millrace.pipeline;

import dev.millrace.bson.JsonMode;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeHeader;
import dev.millrace.model.Finding;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.StreamStart;
import dev.millrace.observe.StreamMeter;
import dev.millrace.pipeline.dedup.DedupLimits;
import dev.millrace.pipeline.dedup.Deduplicator;
import dev.millrace.publish.Message;
import dev.millrace.publish.Publisher;
import dev.millrace.publish.RejectedEvents;
import dev.millrace.publish.event.JsonEncoder;
import dev.millrace.source.ChangeReader;
import dev.millrace.source.ChangeSource;
import dev.millrace.state.file.FileResumeStore;
import dev.millrace.transform.OrderChanges;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A whole stream of events of 1 KB that are in memory: six transforms, validation, deduplication, JSON. */
final class ReadyStream {

    private final Path directory;
    private final List<ChangeEvent> events;
    private final ChangeStep step;

    /** @param directory for schemas and saved places */
    ReadyStream(Path directory, int count) throws Exception {
        this.directory = directory;
        events = OrderChanges.inserts(count);
        step = new ChangeStep(
                List.of(OrderChanges.transformsAndValidation(directory.resolve("schemas"))),
                new JsonEncoder(JsonMode.RELAXED, 64));
    }

    int size() {
        return events.size();
    }

    /** What is published, ready. */
    List<Message> messages() {
        return events.stream().map(step::message).toList();
    }

    /** Streams all events to a publisher, and tells how many a second. */
    double through(Publisher publisher) throws Exception {
        StopSignal stop = new StopSignal();
        Path places = Files.createTempDirectory(directory, "places");
        StreamMeter meter = new StreamMeter();
        Deduplicator seen =
                new Deduplicator("orders", new DedupLimits(Duration.ofHours(1), 100_000, Duration.ofHours(1)), null);
        try (FileResumeStore store = new FileResumeStore(places);
                seen) {
            ChangePipeline pipeline = new ChangePipeline(
                    new ChangeParts(
                            new Ready(stop),
                            step,
                            seen,
                            new Outlet("orders", publisher, new NoRejects(), meter, event -> {}),
                            store),
                    new ChangePolicy(
                            new StreamStart.Now(),
                            HistoryLost.FAIL,
                            new SnapshotPolicy(SnapshotPolicy.Mode.NEVER, (from, stopped) -> true),
                            new Retry(1, Duration.ofMillis(1), Duration.ofMillis(5), new SplittableRandom(1)),
                            new StreamLimits(
                                    Duration.ofSeconds(1), 100_000, Duration.ofSeconds(60), Duration.ofSeconds(1))),
                    stop,
                    InstantSource.system());
            long begin = System.nanoTime();
            pipeline.run();
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (meter.counts().published() != events.size()) {
                throw new IllegalStateException("published " + meter.counts());
            }
            return events.size() / seconds;
        }
    }

    /** Gives the events one after the other, and then asks to stop. */
    private final class Ready implements ChangeSource {

        private final StopSignal stop;

        private Ready(StopSignal stop) {
            this.stop = stop;
        }

        @Override
        public String description() {
            return "memory";
        }

        @Override
        public ChangeReader open(StreamStart start) {
            return new ReadyReader(start);
        }

        @Override
        public List<Finding> check() {
            return List.of();
        }

        @Override
        public void close() {}

        private final class ReadyReader implements ChangeReader {

            private final StreamStart start;
            private int next;

            private ReadyReader(StreamStart start) {
                this.start = start;
            }

            @Override
            public Optional<ChangeEvent> next() {
                if (next == events.size()) {
                    stop.request();
                    return Optional.empty();
                }
                return Optional.of(fresh(events.get(next++)));
            }

            @Override
            public Optional<ResumePoint> position() {
                return next == 0
                        ? Optional.empty()
                        : Optional.of(events.get(next - 1).header().point());
            }

            @Override
            public StreamStart beginning() {
                return start;
            }

            @Override
            public void close() {}
        }
    }

    /** As if it had just been read: with nothing that an earlier round has found out about its token. */
    private static ChangeEvent fresh(ChangeEvent event) {
        ChangeEvent.Insert insert = (ChangeEvent.Insert) event;
        ChangeHeader read = insert.header();
        ChangeHeader header = new ChangeHeader(
                new ResumePoint(read.point().token()),
                read.operation(),
                read.database(),
                read.collection(),
                read.clusterTime(),
                read.wallTime(),
                read.transaction(),
                read.raw());
        return new ChangeEvent.Insert(header, insert.key(), insert.document());
    }

    private static final class NoRejects implements RejectedEvents {

        @Override
        public void reject(ChangeEvent event, String reason) {
            throw new IllegalStateException(reason);
        }

        @Override
        public void close() {}
    }
}
