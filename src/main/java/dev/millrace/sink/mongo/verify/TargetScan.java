package dev.millrace.sink.mongo.verify;

import dev.millrace.bson.BsonHash;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.MillraceException;
import dev.millrace.source.ChunkReader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Reads the target's range while the source's is read, as fast as either side gives, and hashes it. */
final class TargetScan implements AutoCloseable {

    /** A batch grows to what arrives. */
    private static final int FIRST_BYTES = 1 << 16;

    private final ChunkReader reader;
    private final FutureTask<BsonHash> task = new FutureTask<>(this::read);
    private final Thread thread;
    private long bytes;

    /** @param reader is closed with this */
    TargetScan(String name, ChunkReader reader) {
        this.reader = reader;
        thread = Thread.ofVirtual().name("scan " + name).start(task);
    }

    private BsonHash read() {
        BsonHash hash = new BsonHash();
        DocumentBatch batch = new DocumentBatch(FIRST_BYTES);
        while (reader.read(batch)) {
            for (int i = 0; i < batch.size(); i++) {
                hash.add(batch.bytes(), batch.offset(i), batch.length(i));
            }
            bytes += batch.byteCount();
        }
        return hash;
    }

    /** Waits for the end of the range. */
    BsonHash hash() {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MillraceException.interrupted("the comparison");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** Size of all documents; known once {@link #hash} has returned. */
    long bytes() {
        return bytes;
    }

    /** Stops the reading and waits for its thread. */
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
        reader.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
