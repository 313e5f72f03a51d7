package dev.millrace.pipeline;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.bench.Result;
import dev.millrace.bench.Results;
import dev.millrace.bench.Rounds;
import dev.millrace.bench.Scratch;
import dev.millrace.bench.Series;
import dev.millrace.bson.JsonMode;
import dev.millrace.doubles.pubsub.PubSubEmulator;
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
import dev.millrace.publish.pubsub.PubSubAddress;
import dev.millrace.publish.pubsub.PubSubClient;
import dev.millrace.publish.pubsub.PubSubSetup;
import dev.millrace.publish.pubsub.PubSubTopic;
import dev.millrace.publish.pubsub.PublishSettings;
import dev.millrace.source.ChangeReader;
import dev.millrace.source.ChangeSource;
import dev.millrace.state.file.FileResumeStore;
import dev.millrace.transform.OrderChanges;
import dev.millrace.transform.Transform;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * Whole streams of events of 1 KB that are in memory: six transforms, validation, deduplication, JSON. To nowhere, by one
 * thread; and to Google's emulator, in turns with the same publisher fed with messages that are ready (the limit). Emulator, publisher
 * and stream share the machine's processors, so that a share of the limit tells what they cost together: the processor time of the whole
 * machine is printed with it, and what share it leaves where the publisher alone keeps all processors busy.
 * `StreamBenchmark EVENTS ROUNDS`.
 */
public final class StreamBenchmark {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final PubSubTopic TOPIC = new PubSubTopic("project", "orders");

    /** What a tick of /proc/stat is in seconds, see proc(5): USER_HZ. */
    private static final double TICK = 0.01;

    private final Path directory;
    private final List<ChangeEvent> events;
    private final ChangeStep step;

    private StreamBenchmark(Path directory, int count) throws Exception {
        this.directory = directory;
        events = OrderChanges.inserts(count);
        Transform transform = OrderChanges.transformsAndValidation(directory.resolve("schemas"));
        step = new ChangeStep(List.of(transform), new JsonEncoder(JsonMode.RELAXED, 64));
    }

    public static void main(String... args) throws Exception {
        try (Scratch scratch = Scratch.open("millrace-stream")) {
            StreamBenchmark benchmark = new StreamBenchmark(scratch.root(), Integer.parseInt(args[0]));
            double step = benchmark.toNowhere(Integer.parseInt(args[1]));
            benchmark.toPubSub(Integer.parseInt(args[1]), step);
        }
    }

    /** @return seconds of processor time an event */
    private double toNowhere(int rounds) throws Exception {
        double[] rates = new double[rounds];
        double[] busy = new double[rounds];
        stream(new Nowhere());
        for (int round = 0; round < rounds; round++) {
            long before = PROCESS.getProcessCpuTime();
            rates[round] = stream(new Nowhere());
            busy[round] = events.size() / ((PROCESS.getProcessCpuTime() - before) / 1e9);
        }
        Results.add(Result.of("a whole stream to nowhere, one thread", Series.of(rates)));
        Results.add(Result.of("    of processor time, that of collecting garbage included", Series.of(busy))
                .goal(">= 80,000/s"));
        return 1 / Series.of(busy).median();
    }

    private void toPubSub(int rounds, double step) throws Exception {
        List<Message> messages = events.stream().map(this.step::message).toList();
        Optional<PubSubEmulator> started = PubSubEmulator.start();
        if (started.isEmpty()) {
            Results.leftOut("a whole stream to the emulator", "Google's emulator is not installed");
            return;
        }
        try (PubSubEmulator emulator = started.get();
                PubSubClient client = PubSubClient.connect(PubSubAddress.emulator(emulator.host()));
                PubSubSetup setup = new PubSubSetup(client, false)) {
            setup.topic(TOPIC);
            timed(client, PublishSettings.usual(), publisher -> published(publisher, messages));
            compare(client, messages, Duration.ofMillis(10), rounds, step);
            compare(client, messages, Duration.ofMillis(200), rounds, step);
        }
    }

    private void compare(PubSubClient client, List<Message> messages, Duration latency, int rounds, double step)
            throws Exception {
        PublishSettings settings = PublishSettings.usual();
        PublishSettings.Batching usual = settings.batching();
        PublishSettings patient =
                settings.with(new PublishSettings.Batching(usual.maxMessages(), usual.maxBytes(), latency));
        List<List<Timed>> timed = Rounds.inTurns(
                rounds,
                List.of(
                        () -> timed(client, patient, this::stream),
                        () -> timed(client, patient, publisher -> published(publisher, messages))));
        List<Timed> ours = timed.getFirst();
        List<Timed> limit = timed.getLast();
        Results.add(Result.of(
                        "a stream to the emulator, max_latency " + latency.toMillis() + " ms",
                        Series.of(ours, Timed::rate))
                .against("the publisher alone", Series.of(limit, Timed::rate))
                .goal(">= 0.90"));
        double alone = Series.of(limit, Timed::micros).median();
        Results.add(Result.figure("    processor time of the machine, a message", Series.of(ours, Timed::micros), "us")
                .against("the publisher alone", Series.of(limit, Timed::micros)));
        Results.add(Result.figure(
                "    the share of the publisher's rate that this leaves",
                Series.of(alone / (alone + step * 1e6)),
                "at most"));
    }

    /** @param micros of the machine's processor time, a message */
    private record Timed(double rate, double micros) {}

    /** Sends all events and waits until they are stored; tells how many a second. */
    private interface Sending {

        double through(Publisher publisher) throws Exception;
    }

    private Timed timed(PubSubClient client, PublishSettings settings, Sending sending) throws Exception {
        try (Publisher publisher = client.publisher(TOPIC, settings)) {
            double before = busySeconds();
            double rate = sending.through(publisher);
            return new Timed(rate, (busySeconds() - before) * 1e6 / events.size());
        }
    }

    /** Processor time of the whole machine so far, but for what is idle or waits: the first line of /proc/stat. */
    private static double busySeconds() throws IOException {
        String[] columns = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
        double ticks = 0;
        for (int column = 1; column <= 7; column++) {
            boolean isIdle = column == 4 || column == 5;
            ticks += isIdle ? 0 : Long.parseLong(columns[column]);
        }
        return ticks * TICK;
    }

    private static double published(Publisher publisher, List<Message> messages) throws InterruptedException {
        long begin = System.nanoTime();
        CompletableFuture<?>[] sent = new CompletableFuture<?>[messages.size()];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = publisher.publish(messages.get(i));
        }
        publisher.flush();
        CompletableFuture.allOf(sent).join();
        return messages.size() / ((System.nanoTime() - begin) / 1e9);
    }

    private double stream(Publisher publisher) throws Exception {
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

    private static final class Nowhere implements Publisher {

        private static final CompletableFuture<Void> STORED = CompletableFuture.completedFuture(null);

        @Override
        public String description() {
            return "nowhere";
        }

        @Override
        public CompletableFuture<Void> publish(Message message) {
            return STORED;
        }

        @Override
        public void flush() {}

        @Override
        public void resume() {}

        @Override
        public List<Finding> check() {
            return List.of();
        }

        @Override
        public void close() {}
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
