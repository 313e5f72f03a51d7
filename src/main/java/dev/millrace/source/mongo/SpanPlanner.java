package dev.millrace.source.mongo;

import dev.millrace.bson.BsonOrder;
import dev.millrace.model.CollectionInfo;
import dev.millrace.source.ChunkSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonMinKey;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Divides a collection by index bounds. Whatever boundaries are found, the ranges between them are the collection, as
 * long as the boundaries ascend in the order of the index; so only their evenness depends on where they come from.
 */
final class SpanPlanner {

    private static final int PROBES = 8;
    private static final int TOLERATED = 4;

    /** Ten documents of the largest sample each. */
    private static final int MOST_STRETCHES = ServerBoundaries.MOST_SAMPLES / 10;

    private static final BsonValue LOWEST = new BsonMinKey();

    private final ServerBoundaries server;
    private final CollectionInfo info;
    private final ChunkSize size;
    private final ReadOptions options;
    private final IdSeek seek;
    private final RangeEmitter out;

    SpanPlanner(
            ServerBoundaries server,
            CollectionInfo info,
            ChunkSize size,
            ReadOptions options,
            IdSeek seek,
            RangeEmitter out) {
        this.server = server;
        this.info = info;
        this.size = size;
        this.options = options;
        this.seek = seek;
        this.out = out;
    }

    void plan(BsonValue smallest, BsonValue largest) {
        if (options.limit() > 0) {
            // Which documents are "the first N" has one answer only if one reader counts them: those by order of _id.
            out.whole(Bounds.span(null, null));
            return;
        }
        Optional<List<BsonValue>> boundaries = boundaries(smallest, largest);
        if (boundaries.isEmpty()) {
            walk(null);
            return;
        }
        emit(boundaries.get());
    }

    /** Goes through the boundaries twice, as memory may not hold those that can be used. */
    private void emit(List<BsonValue> boundaries) {
        long ranges = 1;
        BsonValue last = null;
        for (BsonValue boundary : boundaries) {
            if (isUsable(boundary, last)) {
                ranges++;
                last = boundary;
            }
        }
        // A reply of splitVector ends at 16 MB, without saying so (server: s/split_vector.cpp): the rest is walked.
        boolean hasMore = info.documents() > size.documents() && isOverfull(new Stretch.IndexSpan(last, null));
        emit(boundaries, hasMore, documentsOf(ranges, hasMore));
    }

    /** How many documents are expected in each range. */
    private long documentsOf(long ranges, boolean hasMore) {
        if (info.documents() < 0) {
            return CollectionInfo.UNKNOWN;
        }
        long even = info.documents() / ranges;
        return hasMore ? Math.min(even, size.documents()) : even;
    }

    private void emit(List<BsonValue> boundaries, boolean hasMore, long documents) {
        BsonValue min = null;
        for (BsonValue max : boundaries) {
            if (isUsable(max, min)) {
                out.emit(Bounds.span(min, max), documents);
                min = max;
            }
        }
        if (hasMore) {
            walk(min);
        } else {
            out.emit(Bounds.span(min, null), documents);
        }
    }

    private Optional<List<BsonValue>> boundaries(BsonValue smallest, BsonValue largest) {
        long documents = info.documents();
        if (documents < 0) {
            return Optional.empty();
        }
        if (documents <= size.documents()) {
            return Optional.of(List.of());
        }
        // The keys of an index with a collation are not the strings; splitVector would hand them out all the same.
        if (!isCollated()) {
            Optional<List<BsonValue>> split = server.bySplitVector(size.documents(), size.bytesFor(info));
            if (split.isPresent()) {
                return split;
            }
        }
        long chunks = Math.ceilDiv(documents, size.documents());
        Optional<List<BsonValue>> sampled = chunks > ServerBoundaries.MOST_SAMPLES
                ? divideSample(documents, chunks, smallest, largest)
                : server.bySample(documents, chunks);
        return sampled.or(() -> IdArithmetic.boundaries(smallest, largest, chunks))
                .filter(this::isEven);
    }

    /** More chunks than a sample has documents: it gives stretches, and arithmetic divides these. */
    private Optional<List<BsonValue>> divideSample(long documents, long chunks, BsonValue smallest, BsonValue largest) {
        return server.bySample(documents, MOST_STRETCHES)
                .flatMap(known ->
                        DividedStretches.of(smallest, ascending(known), largest, Math.ceilDiv(chunks, MOST_STRETCHES)));
    }

    /** Looks into a few ranges: random samples of a server, and even steps of ids more so, can be far from even. */
    private boolean isEven(List<BsonValue> boundaries) {
        int step = Math.max(1, boundaries.size() / PROBES);
        for (int index = 0; index < boundaries.size(); index += step) {
            BsonValue min = index == 0 ? null : boundaries.get(index - 1);
            Stretch range = new Stretch.IndexSpan(min, boundaries.get(index));
            if (isOverfull(range)) {
                return false;
            }
        }
        return true;
    }

    private boolean isOverfull(Stretch range) {
        return seek.nth(range, size.documents() * TOLERATED) != null;
    }

    private List<BsonValue> ascending(List<BsonValue> boundaries) {
        List<BsonValue> ascending = new ArrayList<>();
        BsonValue last = null;
        for (BsonValue boundary : boundaries) {
            if (isUsable(boundary, last)) {
                ascending.add(boundary);
                last = boundary;
            }
        }
        return ascending;
    }

    /** Not what cannot stand between two ranges: the ends of the order themselves, and repetitions. */
    private boolean isUsable(BsonValue boundary, @Nullable BsonValue last) {
        return isBeyond(boundary, last == null ? LOWEST : last) && boundary.getBsonType() != BsonType.MAX_KEY;
    }

    private boolean isBeyond(BsonValue boundary, BsonValue last) {
        // Only the server knows the order of a collation; it has sorted these.
        return isCollated() ? !boundary.equals(last) : BsonOrder.ASCENDING.compare(boundary, last) > 0;
    }

    /** Steps through the index, one chunk at a time, from a boundary on or from the beginning. */
    private void walk(@Nullable BsonValue from) {
        BsonValue min = from;
        BsonValue next = seek.nth(new Stretch.IndexSpan(min, null), size.documents());
        while (next != null) {
            out.full(Bounds.span(min, next));
            min = next;
            next = seek.nth(new Stretch.IndexSpan(min, null), size.documents());
        }
        out.full(Bounds.span(min, null));
    }

    private boolean isCollated() {
        BsonDocument none = new BsonDocument();
        return info.metadata().getDocument("options", none).containsKey("collation");
    }
}
