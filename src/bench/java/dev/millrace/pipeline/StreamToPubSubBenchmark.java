package dev.millrace.pipeline;

import dev.millrace.bench.Goal;
import dev.millrace.bench.Result;
import dev.millrace.bench.Results;
import dev.millrace.bench.Rounds;
import dev.millrace.bench.Scratch;
import dev.millrace.bench.Series;
import dev.millrace.doubles.pubsub.PubSubEmulator;
import dev.millrace.publish.Message;
import dev.millrace.publish.Publisher;
import dev.millrace.publish.pubsub.PubSubAddress;
import dev.millrace.publish.pubsub.PubSubClient;
import dev.millrace.publish.pubsub.PubSubSetup;
import dev.millrace.publish.pubsub.PubSubTopic;
import dev.millrace.publish.pubsub.PublishSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A {@link ReadyStream} to Google's emulator, in turns with the same publisher fed with messages that are ready (the limit).
 * Emulator, publisher and stream share the machine's processors, so that a share of the limit tells what they cost together: the
 * processor time of the whole machine is printed with it. `StreamToPubSubBenchmark EVENTS ROUNDS`.
 */
public final class StreamToPubSubBenchmark {

    private static final int WARM_UP = 5;

    private static final PubSubTopic TOPIC = new PubSubTopic("project", "orders");

    /** What a tick of /proc/stat is in seconds, see proc(5): USER_HZ. */
    private static final double TICK = 0.01;

    private final ReadyStream stream;
    private final List<Message> messages;

    private StreamToPubSubBenchmark(ReadyStream stream) {
        this.stream = stream;
        messages = stream.messages();
    }

    public static void main(String... args) throws Exception {
        try (Scratch scratch = Scratch.open("millrace-pubsub")) {
            new StreamToPubSubBenchmark(new ReadyStream(scratch.root(), Integer.parseInt(args[0])))
                    .run(Integer.parseInt(args[1]));
        }
    }

    private void run(int rounds) throws Exception {
        Optional<PubSubEmulator> started = PubSubEmulator.start();
        if (started.isEmpty()) {
            Results.leftOut("a whole stream to the emulator", "Google's emulator is not installed");
            return;
        }
        try (PubSubEmulator emulator = started.get();
                PubSubClient client = PubSubClient.connect(PubSubAddress.emulator(emulator.host()));
                PubSubSetup setup = new PubSubSetup(client, false)) {
            setup.topic(TOPIC);
            timed(client, PublishSettings.usual(), this::published);
            double step = secondsAlone();
            compare(client, Duration.ofMillis(10), rounds, step);
            compare(client, Duration.ofMillis(200), rounds, step);
        }
    }

    /** What an event takes with nobody to publish it to. */
    private double secondsAlone() throws Exception {
        double most = 0;
        for (int round = 0; round < WARM_UP; round++) {
            most = Math.max(most, stream.through(new Nowhere()));
        }
        return 1 / most;
    }

    private void compare(PubSubClient client, Duration latency, int rounds, double step) throws Exception {
        PublishSettings settings = PublishSettings.usual();
        PublishSettings.Batching usual = settings.batching();
        PublishSettings patient =
                settings.with(new PublishSettings.Batching(usual.maxMessages(), usual.maxBytes(), latency));
        List<List<Timed>> timed = Rounds.inTurns(
                rounds,
                List.of(() -> timed(client, patient, stream::through), () -> timed(client, patient, this::published)));
        List<Timed> ours = timed.getFirst();
        List<Timed> limit = timed.getLast();
        Results.add(Result.of(
                        "a stream to the emulator, max_latency " + latency.toMillis() + " ms",
                        Series.of(ours, Timed::rate))
                .against("the publisher alone", Series.of(limit, Timed::rate))
                .goal(Goal.ratio(0.90)));
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
            return new Timed(rate, (busySeconds() - before) * 1e6 / stream.size());
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

    private double published(Publisher publisher) throws InterruptedException {
        long begin = System.nanoTime();
        CompletableFuture<?>[] sent = new CompletableFuture<?>[messages.size()];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = publisher.publish(messages.get(i));
        }
        publisher.flush();
        CompletableFuture.allOf(sent).join();
        return messages.size() / ((System.nanoTime() - begin) / 1e9);
    }
}
