package dev.millrace.sink.object;

import dev.millrace.model.DocumentBatch;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonSerializationException;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** Remembers the `_id`s of the first and the last document that went by. */
final class IdBounds {

    private boolean started;
    private @Nullable BsonValue first;
    private @Nullable BsonValue last;

    void include(DocumentBatch batch) {
        if (batch.isEmpty()) {
            return;
        }
        if (!started) {
            first = id(batch, 0);
            started = true;
        }
        last = id(batch, batch.size() - 1);
    }

    @Nullable
    BsonValue first() {
        return first;
    }

    @Nullable
    BsonValue last() {
        return last;
    }

    /** Null also where the document cannot be read: whether that matters is for the format to say. */
    private static @Nullable BsonValue id(DocumentBatch batch, int index) {
        RawBsonDocument document = new RawBsonDocument(batch.bytes(), batch.offset(index), batch.length(index));
        try {
            // The batch's memory is used again: a document or array must not go on pointing into it.
            return Optional.ofNullable(document.get("_id"))
                    .map(id -> new BsonDocument("_id", id).clone().get("_id"))
                    .orElse(null);
        } catch (BsonSerializationException | BsonInvalidOperationException | IllegalArgumentException e) {
            return null;
        }
    }
}
