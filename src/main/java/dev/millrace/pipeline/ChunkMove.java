package dev.millrace.pipeline;

import dev.millrace.model.Chunk;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.WriteReceipt;
import dev.millrace.observe.RunMeter;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.Sink;
import dev.millrace.source.DocumentSource;
import java.util.Optional;

/**
 * Moves one chunk from source to sink, once: read ahead, write, check the count, commit. Moves others after it, for one
 * worker.
 */
final class ChunkMove {

    /** A batch that is larger than was aimed for by this much holds a document that is. */
    private static final int LARGE = 3;

    private final DocumentSource source;
    private final Sink sink;
    private final MemoryBudget budget;
    private final RunMeter meter;
    private final int batchBytes;
    private final BatchPair pair;

    ChunkMove(DocumentSource source, Sink sink, MemoryBudget budget, RunMeter meter, int batchBytes) {
        this.source = source;
        this.sink = sink;
        this.budget = budget;
        this.meter = meter;
        this.batchBytes = batchBytes;
        this.pair = new BatchPair(batchBytes);
    }

    /** Looked at between batches and before the commit; throws to give the chunk up. */
    interface Permission {
        void check();

        /** Asks once more, at the source of the permission, right before the commit. */
        void confirm();
    }

    /** Moves the chunk, unless the target says that it has it. */
    WriteReceipt move(Chunk chunk, Permission permission) throws InterruptedException {
        Optional<WriteReceipt> earlier = sink.committed(chunk);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        long documents = 0;
        long bytes = 0;
        try (ReadAhead batches = new ReadAhead(chunk.toString(), source.open(chunk), budget, pair);
                ChunkWriter writer = sink.open(chunk)) {
            for (DocumentBatch batch = batches.next(); batch != null; batch = batches.next()) {
                permission.check();
                write(batch, writer);
                documents += batch.size();
                bytes += batch.byteCount();
                meter.moved(batch.size(), batch.byteCount());
                batches.recycle(batch);
            }
            permission.confirm();
            return audited(chunk, documents, writer.commit());
        } finally {
            meter.settled(documents, bytes);
        }
    }

    private void write(DocumentBatch batch, ChunkWriter writer) throws InterruptedException {
        if (batch.byteCount() > (long) LARGE * batchBytes) {
            budget.alone(() -> writer.write(batch));
        } else {
            writer.write(batch);
        }
    }

    /** Everything that was read is in the target or in the reject file; a sink that says otherwise has lost something. */
    private static WriteReceipt audited(Chunk chunk, long read, WriteReceipt receipt) {
        if (receipt.written() + receipt.rejected() != read) {
            throw new MillraceException(
                    FailureKind.FAILED,
                    chunk + ": " + read + " documents were read, but " + receipt.written() + " written and "
                            + receipt.rejected() + " rejected",
                    "this is a defect of millrace; please report it with the log at --log-level debug");
        }
        return receipt;
    }
}
