package dev.millrace.state.redis;

import dev.millrace.model.Chunk;
import dev.millrace.model.CollectionInfo;
import dev.millrace.state.FailedChunk;
import dev.millrace.state.StoredFailure;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes and reads the definitions of a run's chunks. */
final class RedisChunks {

    /** Chunks a script call: few enough that Redis is not kept from others for more than a millisecond or two. */
    private static final int AT_ONCE = 500;

    private static final String BUCKET = Integer.toString(RunKeys.BUCKET);

    private final RedisLink link;
    private final RunLoss loss;

    RedisChunks(RedisLink link, RunLoss loss) {
        this.link = link;
        this.loss = loss;
    }

    /** The arguments of one {@link RunScripts#ADD_CHUNKS} behind the first two, and its keys. */
    record Addition(List<String> keys, List<String> arguments, List<byte[]> definitions) {}

    static List<Addition> additions(RunKeys keys, List<Chunk> chunks) {
        if (chunks.isEmpty()) {
            // Only the planner's sign of life.
            return List.of(new Addition(keys.fixed(), List.of("0", "0", "0", BUCKET), List.of()));
        }
        List<Addition> additions = new ArrayList<>();
        try (Packing packing = new Packing()) {
            for (int from = 0; from < chunks.size(); from += AT_ONCE) {
                additions.add(addition(keys, chunks.subList(from, Math.min(chunks.size(), from + AT_ONCE)), packing));
            }
        }
        return additions;
    }

    Chunk read(RunKeys keys, int number) {
        String field = Integer.toString(number);
        Response found = link.send(Request.cmd(Command.HGET)
                .arg(keys.chunks(RunKeys.bucket(number)))
                .arg(field));
        return decode(keys, number, found);
    }

    /** Chunks of one bucket. */
    List<Chunk> read(RunKeys keys, int bucket, List<Integer> numbers) {
        Request request = Request.cmd(Command.HMGET).arg(keys.chunks(bucket));
        numbers.forEach(number -> request.arg(Integer.toString(number)));
        Response found = link.send(request);
        List<Chunk> chunks = new ArrayList<>(numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
            chunks.add(decode(keys, numbers.get(i), found == null ? null : found.get(i)));
        }
        return chunks;
    }

    /** Chunks that failed, in order of their number. */
    List<FailedChunk> readFailed(RunKeys keys) {
        SortedMap<Integer, StoredFailure> failures = new TreeMap<>();
        Response hash = link.send(Request.cmd(Command.HGETALL).arg(keys.failed()));
        if (hash != null) {
            for (String field : hash.getKeys()) {
                failures.put(
                        Integer.valueOf(field),
                        StoredFailure.parse(hash.get(field).toString()));
            }
        }
        List<FailedChunk> chunks = new ArrayList<>(failures.size());
        failures.forEach((number, failure) ->
                chunks.add(new FailedChunk(read(keys, number), failure.attempts(), failure.reason())));
        return chunks;
    }

    private Chunk decode(RunKeys keys, int number, @Nullable Response found) {
        if (found == null) {
            throw loss.incomplete(keys.runId(), "chunk " + number + " is missing");
        }
        try {
            return PackedChunk.decode(number, found.toBytes());
        } catch (RuntimeException e) {
            throw loss.unreadable(keys.runId(), "chunk " + number, e);
        }
    }

    private static Addition addition(RunKeys keys, List<Chunk> chunks, Packing packing) {
        List<String> all = new ArrayList<>(keys.fixed());
        int firstBucket = RunKeys.bucket(chunks.getFirst().number());
        int lastBucket = RunKeys.bucket(chunks.getLast().number());
        for (int bucket = firstBucket; bucket <= lastBucket; bucket++) {
            all.add(keys.chunks(bucket));
        }
        List<String> arguments = List.of(
                Integer.toString(chunks.getFirst().number()),
                Integer.toString(chunks.size()),
                Long.toString(expectedDocuments(chunks)),
                BUCKET);
        List<byte[]> definitions = new ArrayList<>(chunks.size());
        chunks.forEach(chunk -> definitions.add(PackedChunk.encode(chunk, packing)));
        return new Addition(all, arguments, definitions);
    }

    private static long expectedDocuments(List<Chunk> chunks) {
        long sum = 0;
        for (Chunk chunk : chunks) {
            if (chunk.range().documents() == CollectionInfo.UNKNOWN) {
                return CollectionInfo.UNKNOWN;
            }
            sum += chunk.range().documents();
        }
        return sum;
    }
}
