package dev.millrace.pipeline;

import dev.millrace.model.DocumentBatch;
import dev.millrace.model.MillraceException;
import dev.millrace.source.ChunkReader;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chunk one batch ahead of its writer, on a virtual thread of its own. Two batches go round: one is filled
 * while the other is written. Used by one thread.
 */
final class ReadAhead implements AutoCloseable {

    private final ChunkReader reader;
    private final MemoryBudget budget;
    private final BatchPair batches;
    private final BlockingQueue<DocumentBatch> free;
    private final BlockingQueue<DocumentBatch> filled;
    private final DocumentBatch end = new DocumentBatch(0);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Thread thread;

    /** @param batches nobody else's until {@link #close} */
    ReadAhead(String name, ChunkReader reader, MemoryBudget budget, BatchPair batches) {
        this.reader = reader;
        this.budget = budget;
        this.batches = batches;
        List<DocumentBatch> both = batches.both();
        free = new ArrayBlockingQueue<>(both.size(), false, both);
        filled = new ArrayBlockingQueue<>(both.size() + 1);
        thread = Thread.ofVirtual().name("read " + name).start(this::fill);
    }

    /** The next batch, to be given back with {@link #recycle}; null at the end of the chunk. */
    @Nullable
    DocumentBatch next() throws InterruptedException {
        DocumentBatch batch = filled.take();
        if (batch != end) {
            return batch;
        }
        filled.add(end);
        switch (failure.get()) {
            case null -> {
                return null;
            }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    void recycle(DocumentBatch batch) {
        budget.release(batch.byteCount());
        free.add(batches.fresh(batch));
    }

    /** Stops the reading, waits for its thread and closes the reader. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        filled.stream().filter(batch -> batch != end).forEach(batch -> budget.release(batch.byteCount()));
        filled.clear();
        batches.trim();
        reader.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void fill() {
        try {
            while (true) {
                DocumentBatch batch = free.take();
                budget.awaitHeadroom();
                if (!reader.read(batch)) {
                    break;
                }
                budget.charge(batch.byteCount());
                filled.put(batch);
            }
        } catch (InterruptedException e) {
            failure.set(MillraceException.interrupted("reading"));
        } catch (RuntimeException | Error e) {
            failure.set(e);
        }
        filled.add(end);
    }
}
