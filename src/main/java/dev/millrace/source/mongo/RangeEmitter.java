package dev.millrace.source.mongo;

import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.source.ChunkSize;
import java.util.function.Consumer;
import org.bson.BsonDocument;

/** Hands ranges over with what is known of their size. With a filter nobody knows how many documents match. */
final class RangeEmitter {

    private final CollectionInfo info;
    private final ChunkSize size;
    private final ReadOptions options;
    private final Consumer<ChunkRange> ranges;
    private boolean untouched = true;

    RangeEmitter(CollectionInfo info, ChunkSize size, ReadOptions options, Consumer<ChunkRange> ranges) {
        this.info = info;
        this.size = size;
        this.options = options;
        this.ranges = ranges;
    }

    /** Whether nothing has been handed over yet. */
    boolean isUntouched() {
        return untouched;
    }

    /** The one range of a collection that is not divided. */
    void whole(BsonDocument bounds) {
        long documents = info.documents();
        if (options.limit() > 0 && documents >= 0) {
            documents = Math.min(documents, options.limit());
        }
        emit(bounds, documents);
    }

    /** A range of about the size that was asked for. */
    void full(BsonDocument bounds) {
        emit(bounds, size.documents());
    }

    /** A range of about this many documents; {@link CollectionInfo#UNKNOWN} where not known. */
    void emit(BsonDocument bounds, long documents) {
        untouched = false;
        boolean known = documents >= 0 && options.filter().isEmpty();
        long average = info.averageBytes(CollectionInfo.UNKNOWN);
        ranges.accept(new ChunkRange(
                bounds,
                known ? documents : CollectionInfo.UNKNOWN,
                known && average > 0 ? documents * average : CollectionInfo.UNKNOWN));
    }
}
