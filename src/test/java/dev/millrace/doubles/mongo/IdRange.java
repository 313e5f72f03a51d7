package dev.millrace.doubles.mongo;

import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Part of the {@code _id} index: from {@code min}, inclusive; to {@code max}. Null is open. */
record IdRange(@Nullable BsonValue min, @Nullable BsonValue max, boolean maxIncluded) {
    static final IdRange ALL = new IdRange(null, null, true);

    static IdRange of(BsonValue id) {
        return new IdRange(id, id, true);
    }
}
