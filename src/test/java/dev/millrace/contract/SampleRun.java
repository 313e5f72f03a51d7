package dev.millrace.contract;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.Namespace;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import dev.millrace.state.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonDocument;

/** Plans, chunks and receipts with something of everything in them. */
public final class SampleRun {

    private static final Namespace ORDERS = new Namespace("shop", "orders.2026 \"ä\" 😀");
    private static final String BOUNDS = """
            {"min": {"$minKey": 1}, "max": {"$oid": "5f43a1b2c3d4e5f60718293a"}, "d": {"$numberDouble": "-0.0"},
             "n": {"$numberDouble": "NaN"}, "l": {"$numberLong": "9223372036854775807"}, "i": {"$numberInt": "1"},
             "m": {"$numberDecimal": "1E-6176"}, "b": {"$binary": {"base64": "AAEC/w==", "subType": "04"}},
             "t": {"$timestamp": {"t": 4294967295, "i": 1}}, "s": "line\\nbreak \\u0000 \\ud83d\\ude00", "u": {"$undefined": true},
             "date": {"$date": {"$numberLong": "-62135596800001"}}, "x": {"$maxKey": 1}}""";

    private SampleRun() {}

    public static Chunk chunk(int number) {
        BsonDocument bounds = BsonDocument.parse(BOUNDS);
        bounds.put("number", new org.bson.BsonInt64(number));
        return new Chunk(number, ORDERS, number, new ChunkRange(bounds, 1_000L, 64_000L));
    }

    public static List<Chunk> chunks(int from, int to) {
        return IntStream.range(from, to).mapToObj(SampleRun::chunk).toList();
    }

    /** Chunks with small bounds, for tests that need very many. */
    public static List<Chunk> smallChunks(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> new Chunk(
                        number, ORDERS, number, new ChunkRange(BsonDocument.parse("{\"min\": " + number + "}"), 1, 1)))
                .toList();
    }

    public static RunPlan plan(String runId) {
        CollectionInfo info =
                new CollectionInfo(ORDERS, CollectionKind.COLLECTION, 3_000, 192_000, BsonDocument.parse("{\"a\": 1}"));
        return new RunPlan(
                runId,
                "export",
                "mongodb://host",
                "file:out",
                List.of(new CollectionPlan(info, BsonDocument.parse("{\"columns\": [{\"name\": \"_id\"}]}"))),
                BsonDocument.parse(BOUNDS),
                Instant.parse("2026-02-03T04:05:06.789Z"));
    }

    public static WriteReceipt receipt(int number) {
        return new WriteReceipt(
                100 + number, 1, 10_000, 2_000, BsonDocument.parse("{\"object\": \"part-" + number + "\\n\"}"));
    }

    /** A run of so many chunks, planned and published. */
    public static void publish(RunStore store, String runId, int chunks) {
        if (!store.claimPlanning(runId, "planner", Duration.ofMinutes(1))) {
            throw new AssertionError("somebody else plans " + runId);
        }
        store.addChunks(runId, chunks(0, chunks));
        store.publish(plan(runId));
    }
}
