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

/**
 * Divides a collection by index bounds. Whatever boundaries are found, the ranges between them are the collection, as
 * long as the boundaries ascend in the order of the index; so only their evenness depends on where they come from.
 */
final class SpanPlanner {

    private static final int PROBES = 8;
    private static final int TOLERATED = 4;

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
            walk();
            return;
        }
        List<BsonValue> ascending = usable(boundaries.get());
        long documents = info.documents() < 0 ? CollectionInfo.UNKNOWN : info.documents() / (ascending.size() + 1);
        BsonValue min = null;
        for (BsonValue max : ascending) {
            out.emit(Bounds.span(min, max), documents);
            min = max;
        }
        out.emit(Bounds.span(min, null), documents);
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
        Optional<List<BsonValue>> sampled = server.bySample(documents, chunks);
        return sampled.or(() -> IdArithmetic.boundaries(smallest, largest, chunks))
                .filter(this::isEven);
    }

    /** Looks into a few ranges: random samples of a server, and even steps of ids more so, can be far from even. */
    private boolean isEven(List<BsonValue> boundaries) {
        int step = Math.max(1, boundaries.size() / PROBES);
        for (int index = 0; index < boundaries.size(); index += step) {
            BsonValue min = index == 0 ? null : boundaries.get(index - 1);
            Stretch range = new Stretch.IndexSpan(min, boundaries.get(index));
            if (seek.nth(range, size.documents() * TOLERATED) != null) {
                return false;
            }
        }
        BsonValue last = boundaries.isEmpty() ? null : boundaries.getLast();
        return seek.nth(new Stretch.IndexSpan(last, null), size.documents() * TOLERATED) == null;
    }

    /** Drops what cannot stand between two ranges: the ends of the order themselves, and repetitions. */
    private List<BsonValue> usable(List<BsonValue> boundaries) {
        List<BsonValue> ascending = new ArrayList<>();
        BsonValue last = new BsonMinKey();
        for (BsonValue boundary : boundaries) {
            if (isBeyond(boundary, last) && boundary.getBsonType() != BsonType.MAX_KEY) {
                ascending.add(boundary);
                last = boundary;
            }
        }
        return ascending;
    }

    private boolean isBeyond(BsonValue boundary, BsonValue last) {
        // Only the server knows the order of a collation; it has sorted these.
        return isCollated() ? !boundary.equals(last) : BsonOrder.ASCENDING.compare(boundary, last) > 0;
    }

    /** Steps through the index, one chunk at a time. */
    private void walk() {
        BsonValue min = null;
        BsonValue next = seek.nth(new Stretch.IndexSpan(null, null), size.documents());
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
