package dev.millrace.source.generated;

import dev.millrace.model.DocumentBatch;
import dev.millrace.model.MillraceException;
import dev.millrace.source.ChunkReader;

/** Makes up the documents of one range of indexes. */
final class GeneratedChunkReader implements ChunkReader {

    private final DocumentGenerator generator;
    private final BsonAppender document = new BsonAppender();
    private final int batchBytes;
    private final Pace pace;
    private final long to;
    private long next;

    GeneratedChunkReader(DocumentGenerator generator, long from, long to, int batchBytes, Pace pace) {
        this.generator = generator;
        this.next = from;
        this.to = to;
        this.batchBytes = batchBytes;
        this.pace = pace;
    }

    @Override
    public boolean read(DocumentBatch batch) {
        batch.clear();
        if (Thread.currentThread().isInterrupted()) {
            throw MillraceException.interrupted("generating documents");
        }
        // A document that does not fit any more is made a second time for the next batch: it is the same then.
        while (next < to && batch.size() < pace.atOnce()) {
            document.clear();
            generator.write(next, document);
            if (!batch.isEmpty() && batch.byteCount() + document.length() > batchBytes) {
                break;
            }
            batch.add(document.bytes(), 0, document.length());
            next++;
        }
        if (!batch.isEmpty()) {
            pace.await(batch.size());
        }
        return !batch.isEmpty();
    }

    @Override
    public void close() {
        next = to;
    }
}
