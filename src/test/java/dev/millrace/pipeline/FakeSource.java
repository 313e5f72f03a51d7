package dev.millrace.pipeline;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.source.ChunkReader;
import dev.millrace.source.ChunkSize;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.NamespaceSelection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** Chunks of a few numbered documents each, with failures to order. */
final class FakeSource implements DocumentSource {

    static final int DOCUMENTS_A_CHUNK = 10;
    private static final int DOCUMENTS_A_BATCH = 3;

    private final Map<Integer, Queue<MillraceException>> failures = new ConcurrentHashMap<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile int blockedChunk = -1;
    final CountDownLatch blocked = new CountDownLatch(1);

    /** The chunk fails this often in the middle, each time in the given way. */
    FakeSource failing(int chunk, MillraceException... ways) {
        failures.put(chunk, new ConcurrentLinkedQueue<>(List.of(ways)));
        return this;
    }

    /** The chunk stands still in the middle until {@link #release}. */
    FakeSource blocking(int chunk) {
        blockedChunk = chunk;
        return this;
    }

    void release() {
        released.countDown();
    }

    static int id(int chunk, int index) {
        return chunk * DOCUMENTS_A_CHUNK + index;
    }

    @Override
    public String description() {
        return "fake:";
    }

    @Override
    public ChunkReader open(Chunk chunk) {
        return new ChunkReader() {
            private int next;

            @Override
            public boolean read(DocumentBatch batch) {
                batch.clear();
                if (next == 6) {
                    MillraceException failure = failures.getOrDefault(chunk.number(), new ConcurrentLinkedQueue<>())
                            .poll();
                    if (failure != null) {
                        throw failure;
                    }
                    block(chunk.number());
                }
                for (int i = 0; i < DOCUMENTS_A_BATCH && next < DOCUMENTS_A_CHUNK; i++) {
                    add(id(chunk.number(), next++), batch);
                }
                return !batch.isEmpty();
            }

            @Override
            public void close() {}
        };
    }

    private void block(int chunk) {
        if (chunk != blockedChunk) {
            return;
        }
        blocked.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MillraceException.interrupted("reading");
        }
    }

    private static void add(int id, DocumentBatch batch) {
        RawBsonDocument raw = new RawBsonDocument(new BsonDocument("_id", new BsonInt32(id)), new BsonDocumentCodec());
        byte[] bytes = new byte[raw.getByteBuffer().remaining()];
        raw.getByteBuffer().get(bytes);
        batch.add(bytes, 0, bytes.length);
    }

    @Override
    public List<CollectionInfo> collections(NamespaceSelection selection) {
        throw new AssertionError("the pipeline does not plan");
    }

    @Override
    public void plan(CollectionInfo collection, ChunkSize size, Consumer<ChunkRange> ranges) {
        throw new AssertionError("the pipeline does not plan");
    }

    @Override
    public void sample(CollectionInfo collection, int documents, DocumentBatch into) {
        throw new AssertionError("the pipeline does not sample");
    }

    @Override
    public List<Finding> check(NamespaceSelection selection) {
        return List.of();
    }

    @Override
    public void close() {}
}
