package dev.millrace.sink.mongo.verify;

import dev.millrace.sink.mongo.RawDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What both sides have under one `_id`, seen at about the same time. */
record DocumentPair(
        BsonValue id,
        @Nullable HeldDocument source,
        @Nullable HeldDocument target) {

    /** How the target's differs from the source's. */
    enum Difference {
        MISSING,
        EXTRA,
        DIFFERENT
    }

    boolean isSame() {
        if (source == null || target == null) {
            return source == null && target == null;
        }
        return source.times() == target.times() && RawDocument.isStoredAs(source.document(), target.document());
    }

    /** Of a pair that is not the same. */
    Difference difference() {
        if (target == null) {
            return Difference.MISSING;
        }
        return source == null ? Difference.EXTRA : Difference.DIFFERENT;
    }

    /** The source's document, or the target's where it is the only one. */
    HeldDocument either() {
        HeldDocument one = source == null ? target : source;
        if (one == null) {
            throw new IllegalStateException("a pair that differs has a document");
        }
        return one;
    }
}
