package dev.millrace.source.mongo;

import com.mongodb.client.FindIterable;
import dev.millrace.bson.TypeBracket;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonMaxKey;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What one query of a chunk covers. A chunk is one or more stretches, read one after the other. */
sealed interface Stretch {

    BsonDocument BY_ID = new BsonDocument("_id", new BsonInt32(1));

    /** What `_id` has to match; empty where the index bounds say it or everything is wanted. */
    BsonDocument predicate();

    /** Sets index bounds, hint and order. */
    void constrain(FindIterable<?> find);

    /** Whether the rest of it can be read when a document has been seen. */
    boolean isResumable();

    /**
     * The rest behind the last document seen, possibly with that document once more at its beginning; empty where
     * nothing can be left.
     */
    Optional<Stretch> after(BsonValue lastId);

    /**
     * The rest from the last `_id` seen, with everything under it once more: for collections in which several documents
     * may have one `_id`.
     */
    Stretch from(BsonValue lastId);

    /** Everything in the server's natural order. */
    record Natural(boolean hinted) implements Stretch {

        @Override
        public BsonDocument predicate() {
            return new BsonDocument();
        }

        @Override
        public void constrain(FindIterable<?> find) {
            if (hinted) {
                // With a filter the server could choose an index, and meet a document twice that moves in it.
                find.hint(new BsonDocument("$natural", new BsonInt32(1)));
            }
        }

        @Override
        public boolean isResumable() {
            return false;
        }

        @Override
        public Optional<Stretch> after(BsonValue lastId) {
            throw new IllegalStateException("natural order has no place to continue from");
        }

        @Override
        public Stretch from(BsonValue lastId) {
            throw new IllegalStateException("natural order has no place to continue from");
        }
    }

    /**
     * `_id`s in `[min, max)` in BSON order across all types, by bounds on the `_id` index: these do not bracket. The
     * documents come in that order, which an explicit sort holds on sharded clusters too.
     *
     * @param min null for the beginning
     * @param max null for everything but MaxKey, which no upper bound of the server includes
     */
    record IndexSpan(@Nullable BsonValue min, @Nullable BsonValue max) implements Stretch {

        @Override
        public BsonDocument predicate() {
            return new BsonDocument();
        }

        @Override
        public void constrain(FindIterable<?> find) {
            find.hint(BY_ID).sort(BY_ID);
            // MinKey as a lower bound says nothing, and is refused by servers in some combinations.
            if (min != null && min.getBsonType() != BsonType.MIN_KEY) {
                find.min(new BsonDocument("_id", min));
            }
            find.max(new BsonDocument("_id", max == null ? new BsonMaxKey() : max));
        }

        @Override
        public boolean isResumable() {
            return true;
        }

        @Override
        public Optional<Stretch> after(BsonValue lastId) {
            return Optional.of(new IndexSpan(lastId, max));
        }

        @Override
        public Stretch from(BsonValue lastId) {
            return new IndexSpan(lastId, max);
        }
    }

    /** The one document with this `_id`. */
    record Point(BsonValue id) implements Stretch {

        @Override
        public BsonDocument predicate() {
            return new BsonDocument("_id", id);
        }

        @Override
        public void constrain(FindIterable<?> find) {
            // Equality on _id needs no advice.
        }

        @Override
        public boolean isResumable() {
            return true;
        }

        @Override
        public Optional<Stretch> after(BsonValue lastId) {
            return Optional.empty();
        }

        @Override
        public Stretch from(BsonValue lastId) {
            return this;
        }
    }

    /**
     * `_id`s of one bracket by a query, for servers without index bounds.
     *
     * @param min     null for the bracket's beginning
     * @param beyond  whether `min` itself is left out
     * @param max     left out; null for the bracket's end
     * @param hinted  whether the server is told to use the `_id` index
     */
    record BracketSpan(
            TypeBracket bracket,
            @Nullable BsonValue min,
            boolean beyond,
            @Nullable BsonValue max,
            boolean hinted) implements Stretch {

        @Override
        public BsonDocument predicate() {
            BsonDocument range = new BsonDocument();
            if (min != null) {
                range.append(beyond ? "$gt" : "$gte", min);
            }
            if (max != null) {
                range.append("$lt", max);
            }
            return new BsonDocument("_id", range.isEmpty() ? IdBrackets.whole(bracket) : range);
        }

        @Override
        public void constrain(FindIterable<?> find) {
            find.sort(BY_ID);
            if (hinted) {
                find.hint(BY_ID);
            }
        }

        @Override
        public boolean isResumable() {
            return true;
        }

        @Override
        public Optional<Stretch> after(BsonValue lastId) {
            // "Greater than MinKey" would span all types; there is nothing behind a single value anyway.
            return IdBrackets.isSingleValue(bracket)
                    ? Optional.empty()
                    : Optional.of(new BracketSpan(bracket, lastId, true, max, hinted));
        }

        @Override
        public Stretch from(BsonValue lastId) {
            return IdBrackets.isSingleValue(bracket) ? this : new BracketSpan(bracket, lastId, false, max, hinted);
        }
    }
}
