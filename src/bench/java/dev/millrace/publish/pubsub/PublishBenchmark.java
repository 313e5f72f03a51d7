package dev.millrace.publish.pubsub;

import com.google.api.core.ApiFuture;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PubsubMessage;
import dev.millrace.bench.Result;
import dev.millrace.bench.Results;
import dev.millrace.bench.Rounds;
import dev.millrace.bench.Series;
import dev.millrace.doubles.pubsub.PubSubEmulator;
import dev.millrace.publish.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes messages of 1 KB in 64 lanes to Google's emulator: by {@link PubSubPublisher}, and by the bare stub with requests
 * that are ready (the limit), in turns. Then the time of single messages, 1,000 a second, each sent at once. `PublishBenchmark
 * MESSAGES ROUNDS`.
 */
public final class PublishBenchmark {

    private static final int LANES = 64;
    private static final int BATCH = 100;
    private static final int UNDER_WAY = 32;
    private static final PubSubTopic TOPIC = new PubSubTopic("project", "orders");

    private final PubSubClient client;
    private final int count;
    private final byte[] body = new byte[1024];

    private PublishBenchmark(PubSubClient client, int count) {
        this.client = client;
        this.count = count;
        new Random(1).nextBytes(body);
    }

    public static void main(String... args) throws Exception {
        Optional<PubSubEmulator> started = PubSubEmulator.start();
        if (started.isEmpty()) {
            Results.leftOut("publishing to the emulator", "Google's emulator is not installed");
            return;
        }
        try (PubSubEmulator emulator = started.get();
                PubSubClient client = PubSubClient.connect(PubSubAddress.emulator(emulator.host()));
                PubSubSetup setup = new PubSubSetup(client, false)) {
            setup.topic(TOPIC);
            new PublishBenchmark(client, Integer.parseInt(args[0])).run(Integer.parseInt(args[1]));
        }
    }

    private void run(int rounds) throws Exception {
        publish();
        stub();
        Rounds.Pair rates = Rounds.rates(rounds, this::publish, this::stub);
        Results.add(Result.of("publishing messages of 1 KB to the emulator", rates.ours())
                .against("ready requests", rates.limit()));
        latency();
    }

    private double publish() throws InterruptedException {
        try (PubSubPublisher publisher = client.publisher(TOPIC, PublishSettings.usual())) {
            long begin = System.nanoTime();
            CompletableFuture<?>[] all = new CompletableFuture<?>[count];
            for (int i = 0; i < count; i++) {
                all[i] = publisher.publish(message(i));
            }
            publisher.flush();
            CompletableFuture.allOf(all).join();
            return count / ((System.nanoTime() - begin) / 1e9);
        }
    }

    private double stub() throws Exception {
        PublishRequest[] requests = new PublishRequest[LANES];
        Arrays.setAll(requests, this::request);
        ArrayDeque<ApiFuture<PublishResponse>> underWay = new ArrayDeque<>();
        long begin = System.nanoTime();
        for (int i = 0; i < count / BATCH; i++) {
            if (underWay.size() == UNDER_WAY) {
                underWay.remove().get();
            }
            underWay.add(client.publisher().publishCallable().futureCall(requests[i % LANES]));
        }
        for (ApiFuture<PublishResponse> each : underWay) {
            each.get();
        }
        return count / ((System.nanoTime() - begin) / 1e9);
    }

    private void latency() throws InterruptedException {
        int messages = 5_000;
        long[] micros = new long[messages];
        CompletableFuture<?>[] all = new CompletableFuture<?>[messages];
        PublishSettings atOnce =
                PublishSettings.usual().with(new PublishSettings.Batching(BATCH, 1 << 20, Duration.ZERO));
        try (PubSubPublisher publisher = client.publisher(TOPIC, atOnce)) {
            long begin = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                long due = begin + i * 1_000_000L;
                while (System.nanoTime() < due) {
                    Thread.sleep(Duration.ofNanos(Math.max(1, due - System.nanoTime())));
                }
                int number = i;
                long sent = System.nanoTime();
                all[i] = publisher
                        .publish(message(i))
                        .thenRun(() -> micros[number] = (System.nanoTime() - sent) / 1_000);
            }
            CompletableFuture.allOf(all).join();
        }
        Arrays.sort(micros);
        latency("p50", micros[messages / 2]);
        latency("p99", micros[messages * 99 / 100]);
    }

    private static void latency(String percentile, long micros) {
        Results.add(Result.figure(
                "one message at 1,000 a second to the emulator, " + percentile, Series.of(micros / 1e3), "ms"));
    }

    private Message message(int number) {
        return new Message(
                ByteBuffer.wrap(body), Map.of("eventId", "" + number, "operation", "insert"), "lane-" + number % LANES);
    }

    private PublishRequest request(int lane) {
        PublishRequest.Builder request = PublishRequest.newBuilder().setTopic(TOPIC.path());
        for (int i = 0; i < BATCH; i++) {
            request.addMessages(PubsubMessage.newBuilder()
                    .setData(ByteString.copyFrom(body))
                    .putAttributes("eventId", "" + i)
                    .putAttributes("operation", "insert")
                    .setOrderingKey("lane-" + lane));
        }
        return request.build();
    }
}
