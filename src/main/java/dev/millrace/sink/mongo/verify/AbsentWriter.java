package dev.millrace.sink.mongo.verify;

import dev.millrace.model.DocumentBatch;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.mongo.verify.DocumentPair.Difference;
import java.util.List;

/** Counts the documents of a collection that the target does not have at all; names none of them. */
final class AbsentWriter implements ChunkWriter {

    private long documents;
    private long bytes;

    @Override
    public void write(DocumentBatch batch) {
        documents += batch.size();
        bytes += batch.byteCount();
    }

    @Override
    public WriteReceipt commit() {
        Tally tally = new Tally();
        tally.differ(Difference.MISSING, documents);
        return new WriteReceipt(0, documents, bytes, 0, new ChunkFindings(tally, "", List.of()).toBson());
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
