package dev.millrace.pipeline.dedup;

import dev.millrace.model.ChangeHeader;
import dev.millrace.model.ResumePoint;
import dev.millrace.state.DedupStore;
import dev.millrace.state.IdPage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.RawBsonDocument;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** New events looked up and noted a second by one thread; a stream is to reach 60,000 with everything else it does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class DeduplicatorBenchmark {

    private static final RawBsonDocument NOTHING = RawBsonDocument.parse("{}");

    @Param({"memory", "store"})
    public String tier = "memory";

    private Deduplicator dedup = Deduplicator.off();
    private long next;

    @Setup
    public void open() {
        dedup = new Deduplicator(
                "main.orders",
                new DedupLimits(Duration.ofMinutes(10), 100_000, Duration.ofMinutes(5)),
                tier.equals("store") ? new Forgetful() : null);
    }

    @TearDown
    public void close() {
        dedup.close();
    }

    @Benchmark
    public boolean event() {
        long number = next++;
        Deduplicator.Sighting sighting = dedup.look(header(number));
        sighting.settled();
        return sighting.isRepeat();
    }

    private static ChangeHeader header(long number) {
        String token = "826B00D27%08X2B022C0100296E5A10042ADFE196189B4B4DAF1B4C3337B35FFF461E5F6964002B020004";
        return new ChangeHeader(
                new ResumePoint(new BsonDocument("_data", new BsonString(hex(token, number)))),
                "insert",
                "shop",
                "orders",
                new BsonTimestamp((int) (number >>> 16) + 1_795_215_984, (int) (number & 0xffff)),
                -1,
                null,
                NOTHING);
    }

    /** As String.format would, which would cost more than what is measured. */
    private static String hex(String pattern, long number) {
        return pattern.substring(0, 9) + Long.toHexString(number + (1L << 32)) + pattern.substring(13);
    }

    private static final class Forgetful implements DedupStore {

        @Override
        public String description() {
            return "nothing";
        }

        @Override
        public void remember(String stream, IdPage page) {}

        @Override
        public List<IdPage> pages(String stream, long from, int skip, int most) {
            return List.of();
        }

        @Override
        public int cleanUp(String stream) {
            return 0;
        }

        @Override
        public void close() {}
    }
}
