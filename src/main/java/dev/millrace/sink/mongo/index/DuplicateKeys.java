package dev.millrace.sink.mongo.index;

import com.mongodb.MongoException;
import com.mongodb.client.AggregateIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Collation;
import com.mongodb.client.model.CollationAlternate;
import com.mongodb.client.model.CollationCaseFirst;
import com.mongodb.client.model.CollationMaxVariable;
import com.mongodb.client.model.CollationStrength;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Finds documents that a unique index cannot have both: the `_id`s of two documents for each of a few keys. Values of
 * the key itself are never told, as they are content of documents.
 */
final class DuplicateKeys {

    /** Keys that are told of. */
    static final int MOST_EXAMPLES = 5;

    private static final int MOST_MINUTES = 5;

    private final MongoCollection<BsonDocument> collection;
    private final IndexDefinition index;

    DuplicateKeys(MongoCollection<BsonDocument> collection, IndexDefinition index) {
        this.collection = collection;
        this.index = index;
    }

    /** Two `_id`s of a key that both have. */
    record Pair(BsonValue first, BsonValue second) {

        @Override
        public String toString() {
            return text(first) + " and " + text(second);
        }

        private static String text(BsonValue id) {
            String json = new BsonDocument("v", id).toJson();
            return json.substring(json.indexOf(':') + 1, json.length() - 1).strip();
        }
    }

    /** At most one more than {@link #MOST_EXAMPLES}; empty where the server cannot say. */
    List<Pair> find() {
        List<Pair> pairs = new ArrayList<>();
        try {
            AggregateIterable<BsonDocument> found = collection
                    .aggregate(pipeline(), BsonDocument.class)
                    .allowDiskUse(true)
                    .maxTime(MOST_MINUTES, TimeUnit.MINUTES);
            if (index.specification().isDocument("collation")) {
                found = found.collation(collation(index.specification().getDocument("collation")));
            }
            for (BsonDocument each : found) {
                pairs.add(new Pair(each.get("first", BsonNull.VALUE), each.get("last", BsonNull.VALUE)));
            }
        } catch (MongoException | IllegalArgumentException e) {
            // Examples are a courtesy; what matters, that there are duplicates, is known without them.
            return pairs;
        }
        return pairs;
    }

    private List<BsonDocument> pipeline() {
        List<BsonDocument> stages = new ArrayList<>();
        BsonDocument covered = covered();
        if (!covered.isEmpty()) {
            stages.add(new BsonDocument("$match", covered));
        }
        BsonDocument key = new BsonDocument();
        int number = 0;
        for (String path : index.paths()) {
            // For a unique index a missing field is the same as null.
            key.append(
                    "k" + number++,
                    new BsonDocument("$ifNull", new BsonArray(List.of(new BsonString("$" + path), BsonNull.VALUE))));
        }
        BsonString id = new BsonString("$_id");
        stages.add(new BsonDocument(
                "$group",
                new BsonDocument("_id", key)
                        .append("count", new BsonDocument("$sum", new BsonInt32(1)))
                        .append("first", new BsonDocument("$first", id))
                        .append("last", new BsonDocument("$last", id))));
        stages.add(new BsonDocument("$match", new BsonDocument("count", new BsonDocument("$gt", new BsonInt32(1)))));
        stages.add(new BsonDocument("$limit", new BsonInt32(MOST_EXAMPLES + 1)));
        return stages;
    }

    /** Which documents the index has. */
    private BsonDocument covered() {
        BsonDocument specification = index.specification();
        if (specification.isDocument("partialFilterExpression")) {
            return specification.getDocument("partialFilterExpression");
        }
        if (!IndexDefinition.isTrue(specification.get("sparse"))) {
            return new BsonDocument();
        }
        BsonArray any = new BsonArray();
        index.paths().forEach(path -> any.add(new BsonDocument(path, new BsonDocument("$exists", BsonBoolean.TRUE))));
        return new BsonDocument("$or", any);
    }

    private static Collation collation(BsonDocument given) {
        Collation.Builder collation =
                Collation.builder().locale(given.getString("locale").getValue());
        given.forEach((name, value) -> {
            switch (name) {
                case "strength" ->
                    collation.collationStrength(
                            CollationStrength.fromInt(value.asNumber().intValue()));
                case "caseLevel" -> collation.caseLevel(IndexDefinition.isTrue(value));
                case "caseFirst" ->
                    collation.collationCaseFirst(
                            CollationCaseFirst.fromString(value.asString().getValue()));
                case "numericOrdering" -> collation.numericOrdering(IndexDefinition.isTrue(value));
                case "alternate" ->
                    collation.collationAlternate(
                            CollationAlternate.fromString(value.asString().getValue()));
                case "maxVariable" ->
                    collation.collationMaxVariable(
                            CollationMaxVariable.fromString(value.asString().getValue()));
                case "normalization" -> collation.normalization(IndexDefinition.isTrue(value));
                case "backwards" -> collation.backwards(IndexDefinition.isTrue(value));
                default -> {
                    // A newer server's option: the examples may then be too many or too few.
                }
            }
        });
        return collation.build();
    }
}
