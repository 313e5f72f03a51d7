package dev.millrace.sink.mongo.verify;

import dev.millrace.bson.BsonHash;
import dev.millrace.model.Chunk;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.source.ChunkReader;
import java.util.function.Supplier;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Hashes one range of both sides, each read at its own pace. Where the hashes differ, reads both again and finds the
 * documents.
 */
final class RangeWriter implements ChunkWriter {

    private final ComparedCollection collection;
    private final Chunk chunk;
    private final ComparedSide source;
    private final ComparedSide target;
    private final Supplier<Inspection> inspections;
    private final TargetScan scan;
    private final BsonHash hash = new BsonHash();
    private Inspection inspection;
    private long bytes;

    /** @param inspections a new one each time */
    RangeWriter(
            ComparedCollection collection,
            Chunk chunk,
            ComparedSide source,
            ComparedSide target,
            Supplier<Inspection> inspections) {
        this.collection = collection;
        this.chunk = chunk;
        this.source = source;
        this.target = target;
        this.inspections = inspections;
        inspection = inspections.get();
        scan = new TargetScan(chunk.toString(), target.open(collection.chunkThere(chunk)));
    }

    @Override
    public void write(DocumentBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            hash.add(batch.bytes(), batch.offset(i), batch.length(i));
        }
        bytes += batch.byteCount();
    }

    @Override
    public WriteReceipt commit() {
        BsonHash there = scan.hash();
        if (!hash.equals(there)) {
            locate(there);
        }
        inspection.commit();
        Tally tally = inspection.tally();
        long read = hash.documents();
        // A document that came to the source since it was read may count as missing, too.
        long different = Math.min(read, tally.missing() + tally.different());
        ChunkFindings findings = new ChunkFindings(tally, hash.toString(), inspection.shown());
        return new WriteReceipt(read - different, different, bytes, scan.bytes(), findings.toBson());
    }

    private void locate(BsonHash there) {
        if (!collection.hasIds()) {
            inspection.unlocated(
                    hash.documents(),
                    there.documents(),
                    chunk + " differs: " + hash.documents() + " documents in the source, " + there.documents()
                            + " in the target, and a time-series collection has no unique _id to tell them apart by");
        } else if (!collection.isOrdered() || !merged()) {
            lookUp();
        }
    }

    private boolean merged() {
        try (ChunkReader here = source.open(chunk);
                ChunkReader there = target.open(collection.chunkThere(chunk))) {
            if (new RangeMerge(new OrderedDocuments(here), new OrderedDocuments(there), inspection).run()) {
                return true;
            }
        }
        // What was found so far is found once more, in another order.
        inspection.close();
        inspection = inspections.get();
        return false;
    }

    private void lookUp() {
        DocumentLookup here = source.lookup(collection.namespace());
        DocumentLookup there = target.lookup(collection.there());
        pass(source.open(chunk), new LookupPass(there, new LookupPass.Finder() {
            @Override
            public void found(BsonValue id, DocumentBatch batch, int index, @Nullable HeldDocument other) {
                if (!LookupPass.isSame(batch, index, other)) {
                    inspection.candidate(id, batch.length(index) + (other == null ? 0 : other.length()));
                }
            }

            @Override
            public void withoutId(DocumentBatch batch, int index) {
                inspection.incomparable(batch, index, "has no _id that could be asked for");
            }
        }));
        pass(target.open(collection.chunkThere(chunk)), new LookupPass(here, new LookupPass.Finder() {
            @Override
            public void found(BsonValue id, DocumentBatch batch, int index, @Nullable HeldDocument other) {
                if (other == null) {
                    inspection.candidate(id, batch.length(index));
                }
            }

            @Override
            public void withoutId(DocumentBatch batch, int index) {
                // Those of the source are counted, and of the target's it is not known whether they are the same.
            }
        }));
    }

    private static void pass(ChunkReader reader, LookupPass lookups) {
        try (reader) {
            DocumentBatch batch = new DocumentBatch(1 << 16);
            while (reader.read(batch)) {
                lookups.compare(batch);
            }
        }
    }

    @Override
    public void close() {
        scan.close();
        inspection.close();
    }
}
