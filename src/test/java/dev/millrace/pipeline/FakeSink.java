package dev.millrace.pipeline;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.Sink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bson.BsonDocument;

/** Keeps the ids of committed documents in memory. */
final class FakeSink implements Sink {

    /** Where the value of a document's only field, an int32 `_id`, stands. */
    private static final int ID_AT = 9;

    final ConcurrentLinkedQueue<Integer> ids = new ConcurrentLinkedQueue<>();
    final AtomicInteger finished = new AtomicInteger();
    private volatile int lost;

    /** From now on each receipt tells of so many documents too few. */
    void losing(int documents) {
        lost = documents;
    }

    @Override
    public String description() {
        return "fake:";
    }

    @Override
    public void prepare(RunPlan plan) {}

    @Override
    public ChunkWriter open(Chunk chunk) {
        List<Integer> pending = new ArrayList<>();
        return new ChunkWriter() {
            @Override
            public void write(DocumentBatch batch) {
                ByteBuffer bytes = ByteBuffer.wrap(batch.bytes()).order(ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < batch.size(); i++) {
                    pending.add(bytes.getInt(batch.offset(i) + ID_AT));
                }
            }

            @Override
            public WriteReceipt commit() {
                ids.addAll(pending);
                return new WriteReceipt(pending.size() - lost, 0, 0, 0, new BsonDocument());
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void finish(RunPlan plan, Stream<ChunkReceipt> receipts) {
        finished.addAndGet((int) receipts.count());
    }

    @Override
    public void close() {}
}
