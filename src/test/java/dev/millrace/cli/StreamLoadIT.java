package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.pubsub.v1.PubsubMessage;
import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.pubsub.PubSubDouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `stream` under a load that does not end: it keeps up, loses nothing and does not grow. */
class StreamLoadIT {

    private static final String TOPIC = "projects/my-project/topics/orders-changes";
    private static final boolean SOAK = Boolean.getBoolean("millrace.soak");
    private static final int EVENTS_PER_SECOND = SOAK ? 10_000 : 2_000;
    private static final int SECONDS = SOAK ? 600 : 5;

    /** Ten times a second, so that it is a rate and not a wave. */
    private static final int BATCH = EVENTS_PER_SECOND / 10;

    private static final String KILOBYTE = "x".repeat(950);

    /** What a virtual machine has besides and a native program has not: class metadata, compiled code and its compilers. */
    private static final long VIRTUAL_MACHINE = Millrace.isNative() ? 0 : 180;

    private final MongoDouble mongo = new MongoDouble().start();
    private final PubSubDouble pubSub = PubSubDouble.start().withTopic(TOPIC, this::take);
    private final BitSet seen = new BitSet();
    private final AtomicLong distinct = new AtomicLong();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        pubSub.close();
        mongo.close();
    }

    @Test
    void movesEventsOfAKilobyteInBoundedMemory() {
        mongo.create(
                "shop.orders", new BsonDocument("capped", BsonBoolean.TRUE).append("size", new BsonInt32(16 << 20)));
        mongo.history().keepBytes(200 << 20);
        try (RunningMillrace running = Millrace.in(directory)
                .withHeap("192m")
                .withVariable("PUBSUB_EMULATOR_HOST", pubSub.host())
                .start(
                        "stream",
                        "--from",
                        mongo.uri(),
                        "-n",
                        "shop.orders",
                        "--to",
                        "pubsub://my-project/orders-changes",
                        "--http-port",
                        "off",
                        "--json")) {
            running.awaitLine("STREAMING");
            load();
            int all = EVENTS_PER_SECOND * SECONDS;
            long loaded = System.nanoTime();
            Eventually.within(Duration.ofMinutes(5), all + " events", () -> distinct.get() == all);
            long behind = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - loaded);
            long peak = running.peakMemory() >> 20;
            Millrace.Result result = running.terminate();

            System.out.println(all + " events at " + EVENTS_PER_SECOND + "/s: peak " + peak + " MB resident, the last "
                    + behind + " ms behind");
            assertThat(result.exitCode()).as(result.toString()).isZero();
            assertThat(result.out()).doesNotContain("BACKING_OFF");
            assertThat(peak).as("MB resident").isLessThanOrEqualTo(300 + VIRTUAL_MACHINE);
        }
    }

    /** Inserts at the rate for the time; a machine that is too slow for it makes this take longer. */
    private void load() {
        long begin = System.nanoTime();
        for (int batch = 0; batch < SECONDS * 10; batch++) {
            int first = batch * BATCH;
            List<byte[]> documents = IntStream.range(first, first + BATCH)
                    .mapToObj(StreamLoadIT::order)
                    .toList();
            mongo.load("shop.orders", documents);
            long due = begin + (batch + 1) * TimeUnit.MILLISECONDS.toNanos(100);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    private static byte[] order(int id) {
        RawBsonDocument document = new RawBsonDocument(
                new BsonDocument("_id", new BsonInt32(id)).append("text", new BsonString(KILOBYTE)),
                new BsonDocumentCodec());
        byte[] bytes = new byte[document.getByteBuffer().remaining()];
        document.getByteBuffer().get(bytes);
        return bytes;
    }

    private void take(PubsubMessage message) {
        int id = Integer.parseInt(message.getAttributesMap().get("documentId"));
        synchronized (seen) {
            if (!seen.get(id)) {
                seen.set(id);
                distinct.incrementAndGet();
            }
        }
    }
}
