package dev.millrace.source.mongo;

import dev.millrace.bson.TypeBracket;
import dev.millrace.model.CollectionInfo;
import dev.millrace.source.ChunkSize;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Divides a collection by queries on `_id`. A comparison finds values of its own bracket of types only, so each
 * bracket between the smallest and the largest `_id` gets ranges of its own.
 */
final class BracketPlanner {

    private final CollectionInfo info;
    private final ChunkSize size;
    private final ReadOptions options;
    private final IdSeek seek;
    private final RangeEmitter out;
    private final boolean hinted;

    BracketPlanner(
            CollectionInfo info, ChunkSize size, ReadOptions options, IdSeek seek, RangeEmitter out, boolean hinted) {
        this.info = info;
        this.size = size;
        this.options = options;
        this.seek = seek;
        this.out = out;
        this.hinted = hinted;
    }

    void plan(BsonValue smallest, BsonValue largest) {
        TypeBracket first = TypeBracket.of(smallest);
        TypeBracket last = TypeBracket.of(largest);
        if (options.limit() > 0) {
            // One reader counts to the limit; ranges would each count on their own.
            out.whole(first == last ? bounds(first, null, null) : Bounds.natural(false));
            return;
        }
        if (first == last) {
            planOnly(first, smallest, largest);
            return;
        }
        for (TypeBracket bracket : IdBrackets.ALL) {
            boolean between = bracket.compareTo(first) > 0 && bracket.compareTo(last) < 0;
            if (bracket == first || bracket == last || (between && isPresent(bracket))) {
                walk(bracket);
            }
        }
    }

    /** All `_id`s are of one bracket, as nearly always: the number of documents is that of the collection. */
    private void planOnly(TypeBracket bracket, BsonValue smallest, BsonValue largest) {
        boolean counted = info.documents() >= 0 && options.filter().isEmpty();
        if (counted && info.documents() <= size.documents()) {
            out.whole(bounds(bracket, null, null));
            return;
        }
        Optional<List<BsonValue>> boundaries = counted
                ? IdArithmetic.boundaries(smallest, largest, Math.ceilDiv(info.documents(), size.documents()))
                : Optional.empty();
        if (boundaries.isEmpty()) {
            walk(bracket);
            return;
        }
        long documents = info.documents() / (boundaries.get().size() + 1);
        BsonValue min = null;
        for (BsonValue max : boundaries.get()) {
            out.emit(bounds(bracket, min, max), documents);
            min = max;
        }
        out.emit(bounds(bracket, min, null), documents);
    }

    private boolean isPresent(TypeBracket bracket) {
        return seek.nth(span(bracket, null), 0) != null
                || (bracket == TypeBracket.NUMBER
                        && seek.nth(new Stretch.Point(new BsonDouble(Double.NaN)), 0) != null);
    }

    private void walk(TypeBracket bracket) {
        BsonValue min = null;
        BsonValue next = IdBrackets.isSingleValue(bracket) ? null : seek.nth(span(bracket, null), size.documents());
        while (next != null) {
            out.full(bounds(bracket, min, next));
            min = next;
            next = seek.nth(span(bracket, min), size.documents());
        }
        out.emit(bounds(bracket, min, null), CollectionInfo.UNKNOWN);
    }

    private Stretch span(TypeBracket bracket, @Nullable BsonValue min) {
        return new Stretch.BracketSpan(bracket, min, false, null, hinted);
    }

    private BsonDocument bounds(TypeBracket bracket, @Nullable BsonValue min, @Nullable BsonValue max) {
        return Bounds.bracket(bracket, min, max, hinted);
    }
}
