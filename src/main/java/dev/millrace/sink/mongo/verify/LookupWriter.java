package dev.millrace.sink.mongo.verify;

import dev.millrace.model.DocumentBatch;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.ChunkWriter;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Looks each document of a chunk up in the target: for sources whose chunks are not ranges of `_id`. */
final class LookupWriter implements ChunkWriter {

    private final Inspection inspection;
    private final @Nullable HeldDocuments held;
    private final LookupPass lookups;
    private long documents;
    private long bytes;

    /**
     * @param inspection closed with this
     * @param held       keeps documents that seem to differ where the source cannot be asked for them again, else null
     */
    LookupWriter(DocumentLookup target, Inspection inspection, @Nullable HeldDocuments held) {
        this.inspection = inspection;
        this.held = held;
        lookups = new LookupPass(target, new Decision());
    }

    private final class Decision implements LookupPass.Finder {

        @Override
        public void found(BsonValue id, DocumentBatch batch, int index, @Nullable HeldDocument there) {
            if (LookupPass.isSame(batch, index, there)) {
                return;
            }
            inspection.candidate(id, batch.length(index) + (there == null ? 0 : there.length()));
            if (held != null) {
                held.hold(id, Inspection.copy(batch, index));
            }
        }

        @Override
        public void withoutId(DocumentBatch batch, int index) {
            inspection.incomparable(batch, index, "has no _id that could be asked for");
        }
    }

    @Override
    public void write(DocumentBatch batch) {
        documents += batch.size();
        bytes += batch.byteCount();
        lookups.compare(batch);
    }

    @Override
    public WriteReceipt commit() {
        inspection.commit();
        Tally tally = inspection.tally();
        long different = Math.min(documents, tally.missing() + tally.different());
        ChunkFindings findings = new ChunkFindings(tally, "", inspection.shown());
        return new WriteReceipt(documents - different, different, bytes, bytes, findings.toBson());
    }

    @Override
    public void close() {
        inspection.close();
    }
}
