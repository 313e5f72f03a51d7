package dev.millrace.sink.mongo.verify;

import dev.millrace.model.DocumentBatch;
import dev.millrace.mongo.DocumentId;
import dev.millrace.sink.mongo.RawDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Holds the documents of one side against those that the other has under their `_id`s, whatever their order. */
final class LookupPass {

    private static final int MOST_IDS = 1000;
    private static final int MOST_BYTES = 4 << 20;

    private final DocumentLookup other;
    private final Finder finder;

    LookupPass(DocumentLookup other, Finder finder) {
        this.other = other;
        this.finder = finder;
    }

    /** Decides about one document. */
    interface Finder {

        /** @param there what the other side has; null for nothing */
        void found(BsonValue id, DocumentBatch batch, int index, @Nullable HeldDocument there);

        /** Of a document whose `_id` is missing, or none that could be asked for. */
        void withoutId(DocumentBatch batch, int index);
    }

    void compare(DocumentBatch batch) {
        int from = 0;
        while (from < batch.size()) {
            int to = from + 1;
            int bytes = batch.length(from);
            while (to < batch.size() && to - from < MOST_IDS && bytes + batch.length(to) <= MOST_BYTES) {
                bytes += batch.length(to++);
            }
            compare(batch, from, to);
            from = to;
        }
    }

    private void compare(DocumentBatch batch, int from, int to) {
        @Nullable BsonValue[] ids = new BsonValue[to - from];
        List<BsonValue> known = new ArrayList<>();
        for (int i = from; i < to; i++) {
            BsonValue id = DocumentId.of(batch.bytes(), batch.offset(i), batch.length(i));
            ids[i - from] = id;
            if (id != null) {
                known.add(id);
            }
        }
        Map<BsonValue, HeldDocument> there = other.of(known);
        for (int i = from; i < to; i++) {
            BsonValue id = ids[i - from];
            if (id == null) {
                finder.withoutId(batch, i);
            } else {
                finder.found(id, batch, i, there.get(id));
            }
        }
    }

    /** Whether the target has the source's document. */
    static boolean isSame(DocumentBatch batch, int index, @Nullable HeldDocument there) {
        return there != null
                && there.times() == 1
                && RawDocument.isStoredAs(RawDocument.of(batch, index), there.document());
    }
}
