package dev.millrace.source.mongo;

import dev.millrace.bson.BsonHash;
import dev.millrace.bson.BsonOrder;
import dev.millrace.model.DocumentBatch;
import dev.millrace.mongo.DocumentId;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What was delivered last, and may come once more when a lost cursor is continued.
 *
 * @param documents fingerprints of the documents under that `_id`, where several may have it; empty where one has
 */
record Seen(BsonValue id, List<BsonHash> documents) {

    Seen {
        documents = List.copyOf(documents);
    }

    /** The end of a batch whose `_id`s are unique; null where no exact question can be asked for the last one. */
    static @Nullable Seen lastOf(DocumentBatch batch) {
        BsonValue id = id(batch, batch.size() - 1);
        return id == null ? null : new Seen(id, List.of());
    }

    /**
     * The same where `_id`s may repeat, one behind the other.
     *
     * @param before the end of the batch before this one
     */
    static @Nullable Seen lastOf(DocumentBatch batch, @Nullable Seen before) {
        BsonValue last = id(batch, batch.size() - 1);
        if (last == null) {
            return null;
        }
        List<BsonHash> documents = new ArrayList<>();
        int place = batch.size() - 1;
        while (place >= 0 && isSame(last, id(batch, place))) {
            documents.add(hash(batch.bytes(), batch.offset(place), batch.length(place)));
            place--;
        }
        if (place < 0 && before != null && isSame(last, before.id)) {
            documents.addAll(before.documents);
        }
        return new Seen(last, documents);
    }

    /** Whether an index holds both under one key. */
    static boolean isSame(BsonValue id, @Nullable BsonValue other) {
        return other != null && BsonOrder.ASCENDING.compare(id, other) == 0;
    }

    static BsonHash hash(byte[] bytes, int offset, int length) {
        BsonHash hash = new BsonHash();
        hash.add(bytes, offset, length);
        return hash;
    }

    private static @Nullable BsonValue id(DocumentBatch batch, int place) {
        return DocumentId.of(batch.bytes(), batch.offset(place), batch.length(place));
    }
}
