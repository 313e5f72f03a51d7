package dev.millrace.state.redis;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.WriteReceipt;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the receipts of a run bucket by bucket; notices at the end when Redis gave fewer than were written. */
final class ReceiptIterator implements Iterator<ChunkReceipt> {

    private final RedisLink link;
    private final RedisChunks chunks;
    private final RunLoss loss;
    private final RunKeys keys;
    private final int buckets;
    private final int done;
    private final Queue<ChunkReceipt> ready = new ArrayDeque<>();
    private int bucket;
    private int found;

    /**
     * @param chunkCount number of the run's chunks
     * @param done       how many receipts there are at least
     */
    ReceiptIterator(RedisLink link, RunLoss loss, RunKeys keys, int chunkCount, int done) {
        this.link = link;
        this.chunks = new RedisChunks(link, loss);
        this.loss = loss;
        this.keys = keys;
        this.buckets = RunKeys.buckets(chunkCount);
        this.done = done;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && bucket < buckets) {
            load(bucket++);
        }
        if (ready.isEmpty() && found < done) {
            throw loss.incomplete(keys.runId(), (done - found) + " receipts of " + done + " are missing");
        }
        return !ready.isEmpty();
    }

    @Override
    public ChunkReceipt next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void load(int number) {
        SortedMap<Integer, byte[]> receipts = receipts(number);
        if (receipts.isEmpty()) {
            return;
        }
        List<Chunk> definitions = chunks.read(keys, number, List.copyOf(receipts.keySet()));
        Iterator<byte[]> inOrder = receipts.values().iterator();
        for (Chunk chunk : definitions) {
            ready.add(new ChunkReceipt(chunk, receipt(chunk.number(), inOrder.next())));
            found++;
        }
    }

    private WriteReceipt receipt(int number, byte[] packed) {
        try {
            return PackedReceipt.decode(packed);
        } catch (RuntimeException e) {
            throw loss.unreadable(keys.runId(), "the receipt of chunk " + number, e);
        }
    }

    private SortedMap<Integer, byte[]> receipts(int number) {
        SortedMap<Integer, byte[]> receipts = new TreeMap<>();
        Response hash = link.send(Request.cmd(Command.HGETALL).arg(keys.receipts(number)));
        if (hash != null) {
            for (String field : hash.getKeys()) {
                receipts.put(Integer.valueOf(field), hash.get(field).toBytes());
            }
        }
        return receipts;
    }
}
