package dev.millrace.pipeline;

import dev.millrace.model.DocumentBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * The two batches of a worker, one to be filled and one to be written, kept from chunk to chunk: making them anew for each
 * costs more than the documents of a small one. Used by one thread at a time.
 */
final class BatchPair {

    private static final int BATCHES = 2;

    /** A batch that has outgrown its aim by this much is replaced by a small one when it comes back. */
    private static final int OUTGROWN = 4;

    private final int batchBytes;
    private final List<DocumentBatch> batches = new ArrayList<>(BATCHES);

    BatchPair(int batchBytes) {
        this.batchBytes = batchBytes;
    }

    /** Both, whatever the chunk before has left in them. */
    List<DocumentBatch> both() {
        while (batches.size() < BATCHES) {
            batches.add(new DocumentBatch(batchBytes));
        }
        return List.copyOf(batches);
    }

    /** Lets go of what is too large to be kept, once nobody uses it any more. */
    void trim() {
        batches.removeIf(this::isOutgrown);
    }

    /** The batch, or a small one in its place. */
    DocumentBatch fresh(DocumentBatch batch) {
        if (!isOutgrown(batch)) {
            return batch;
        }
        DocumentBatch small = new DocumentBatch(batchBytes);
        batches.replaceAll(known -> known == batch ? small : known);
        return small;
    }

    private boolean isOutgrown(DocumentBatch batch) {
        return batch.bytes().length > (long) OUTGROWN * batchBytes;
    }
}
