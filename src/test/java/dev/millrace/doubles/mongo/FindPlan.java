package dev.millrace.doubles.mongo;

import java.util.List;
import java.util.function.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** How one find reads one collection: along the {@code _id} index or in natural order, between which bounds. */
final class FindPlan {
    private final StoredCollection collection;
    private final Filter filter;
    private final BsonDocument sort;
    private final @Nullable BsonValue hint;
    private final BsonDocument min;
    private final BsonDocument max;

    FindPlan(StoredCollection collection, Call call, Filter filter) {
        this.collection = collection;
        this.filter = filter;
        this.sort = call.document("sort");
        this.hint = call.body().get("hint");
        this.min = call.document("min");
        this.max = call.document("max");
        checkHint();
    }

    /** Bytes of the documents found, in order; at most {@code most}. */
    List<byte[]> run(long most, boolean allowDiskUse) {
        Predicate<StoredDocument> kept =
                filter.keepsEverything() ? document -> true : document -> filter.matches(document.view());
        boolean sortedByIndex = sort.isEmpty() || (sort.size() == 1 && sort.containsKey("_id"));
        boolean natural = sort.containsKey("$natural");
        long needed = sortedByIndex || natural ? most : Long.MAX_VALUE;
        List<StoredDocument> found;
        if (!min.isEmpty() || !max.isEmpty()) {
            found = collection.byId(bounds(), descending("_id"), kept, needed);
        } else if (sort.containsKey("_id") || filter.isOnId() || hintsAtId()) {
            found = collection.byId(filter.idRange(), descending("_id"), kept, needed);
        } else {
            found = collection.inNaturalOrder(backwards(), kept, needed);
        }
        List<byte[]> documents = found.stream().map(StoredDocument::bytes).toList();
        if (sortedByIndex || natural) {
            return documents;
        }
        List<byte[]> sorted = SortOrder.sort(documents, sort, allowDiskUse);
        return sorted.size() > most ? sorted.subList(0, Math.toIntExact(most)) : sorted;
    }

    private boolean descending(String field) {
        return sort.containsKey(field) && sort.getNumber(field).intValue() < 0;
    }

    private boolean backwards() {
        boolean hinted = hint != null && hint.isDocument() && hint.asDocument().containsKey("$natural");
        return descending("$natural")
                || (hinted && hint.asDocument().getNumber("$natural").intValue() < 0);
    }

    private boolean hintsAtId() {
        return hint != null
                && (hint.isString()
                        ? hint.asString().getValue().equals("_id_")
                        : hint.asDocument().containsKey("_id")
                                && hint.asDocument().size() == 1);
    }

    private void checkHint() {
        if (hint == null || (hint.isDocument() && hint.asDocument().containsKey("$natural"))) {
            return;
        }
        boolean known = collection.indexes.list().stream()
                .anyMatch(index -> hint.isString()
                        ? index.name().equals(hint.asString().getValue())
                        : index.key().equals(hint.asDocument()));
        if (!known) {
            throw ErrorCode.BAD_VALUE.failure("error processing query: ns=" + collection.namespace()
                    + " planner returned error :: caused by :: hint provided does not correspond to an existing index");
        }
    }

    /**
     * Index bounds do not bracket by type: {@code [min, max)} over everything. The traps of the real server are kept:
     * without max the range ends before MaxKey, and min has to come before max.
     */
    private IdRange bounds() {
        if (hint == null) {
            throw ErrorCode.HINT_REQUIRED.failure(
                    "When using min()/max() a hint of which index to use must be provided");
        }
        if (!hintsAtId() || !onlyId(min) || !onlyId(max)) {
            throw ErrorCode.HINT_DOES_NOT_FIT.failure(
                    "The index chosen is not compatible with the min() or max() bounds");
        }
        BsonValue from = min.isEmpty() ? new BsonMinKey() : min.get("_id");
        BsonValue to = max.isEmpty() ? new BsonMaxKey() : max.get("_id");
        boolean minKeyAlone = max.isEmpty() && ValueOrder.rank(from) == -1;
        if (minKeyAlone || ValueOrder.INSTANCE.compare(from, to) >= 0) {
            throw ErrorCode.MIN_NOT_BEFORE_MAX.failure(
                    "The value provided for min() does not come before the value provided for max()");
        }
        return new IdRange(from, to, false);
    }

    private static boolean onlyId(BsonDocument bound) {
        return bound.isEmpty() || (bound.size() == 1 && bound.containsKey("_id"));
    }
}
