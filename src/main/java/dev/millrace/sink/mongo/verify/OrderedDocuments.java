package dev.millrace.sink.mongo.verify;

import dev.millrace.bson.BsonOrder;
import dev.millrace.model.DocumentBatch;
import dev.millrace.mongo.DocumentId;
import dev.millrace.source.ChunkReader;
import java.util.Arrays;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The documents of a range one after the other, with their `_id`s; knows whether those ascend. For one thread. */
final class OrderedDocuments {

    private static final int FIRST_BYTES = 1 << 16;

    private final ChunkReader reader;
    private final DocumentBatch batch = new DocumentBatch(FIRST_BYTES);
    private int index = -1;
    private boolean ordered = true;
    private @Nullable BsonValue id;

    /** @param reader stays the caller's */
    OrderedDocuments(ChunkReader reader) {
        this.reader = reader;
    }

    /** Moves to the next document; false at the end. */
    boolean next() {
        index++;
        if (index >= batch.size()) {
            index = 0;
            if (!reader.read(batch)) {
                return false;
            }
        }
        BsonValue last = id;
        id = DocumentId.of(batch.bytes(), batch.offset(index), batch.length(index));
        // Also where the _id is none that could be asked for.
        ordered &= id != null && (last == null || BsonOrder.ASCENDING.compare(last, id) <= 0);
        return true;
    }

    /** Whether every `_id` so far was followed by a greater one. */
    boolean isOrdered() {
        return ordered;
    }

    /** Of a document in order. */
    BsonValue id() {
        BsonValue current = id;
        if (current == null) {
            throw new IllegalStateException("there is no document in order here");
        }
        return current;
    }

    int length() {
        return batch.length(index);
    }

    boolean isSame(OrderedDocuments other) {
        int from = batch.offset(index);
        int there = other.batch.offset(other.index);
        return Arrays.equals(batch.bytes(), from, from + length(), other.batch.bytes(), there, there + other.length());
    }
}
