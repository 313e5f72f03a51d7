package dev.millrace.source.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import dev.millrace.mongo.MongoErrors;
import dev.millrace.mongo.Retries;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Looks up single `_id`s of one collection in the `_id` index, without reading documents. */
final class IdSeek {

    private static final BsonDocument DESCENDING = new BsonDocument("_id", new BsonInt32(-1));

    private final MongoCollection<BsonDocument> collection;
    private final BsonDocument filter;
    private final boolean hinted;
    private final Retries retries;

    /**
     * @param filter speaks of `_id` only, or is empty
     * @param hinted whether the server is told to use the `_id` index
     */
    IdSeek(MongoCollection<BsonDocument> collection, BsonDocument filter, boolean hinted, Retries retries) {
        this.collection = collection;
        this.filter = filter;
        this.hinted = hinted;
        this.retries = retries;
    }

    @Nullable
    BsonValue smallest() {
        return first(ordered(collection.find(filter), Stretch.BY_ID));
    }

    @Nullable
    BsonValue largest() {
        return first(ordered(collection.find(filter), DESCENDING));
    }

    /** The `_id` that has `skip` others before it in the stretch; null where the stretch has no more than that. */
    @Nullable
    BsonValue nth(Stretch stretch, long skip) {
        FindIterable<BsonDocument> find = collection.find(Filters.both(filter, stretch.predicate()));
        stretch.constrain(find);
        return first(find.skip((int) Math.min(Integer.MAX_VALUE, skip)));
    }

    /**
     * Whether the server keeps to index bounds. One that does not know them may say so or silently read on; so the
     * question is one that both answer differently: the largest `_id` below the largest.
     */
    boolean keepsToIndexBounds(BsonValue smallest, BsonValue largest) {
        try {
            FindIterable<BsonDocument> find =
                    collection.find(filter).hint(Stretch.BY_ID).sort(DESCENDING);
            if (smallest.getBsonType() != BsonType.MIN_KEY) {
                find.min(new BsonDocument("_id", smallest));
            }
            BsonValue below = first(find.max(new BsonDocument("_id", largest)));
            return below == null ? smallest.equals(largest) : !below.equals(largest);
        } catch (MongoCommandException e) {
            if (MongoErrors.isRefusal(e) && !MongoErrors.isUnauthorized(e)) {
                return false;
            }
            throw e;
        }
    }

    private FindIterable<BsonDocument> ordered(FindIterable<BsonDocument> find, BsonDocument order) {
        return hinted ? find.sort(order).hint(Stretch.BY_ID) : find.sort(order);
    }

    private @Nullable BsonValue first(FindIterable<BsonDocument> find) {
        FindIterable<BsonDocument> one = find.projection(Stretch.BY_ID).limit(1);
        BsonDocument found = retries.<@Nullable BsonDocument>ask(one::first);
        return found == null ? null : found.get("_id");
    }
}
