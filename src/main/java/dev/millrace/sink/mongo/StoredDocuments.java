package dev.millrace.sink.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import dev.millrace.bson.BsonOrder;
import dev.millrace.mongo.cosmos.RequestBudget;
import dev.millrace.mongo.cosmos.RequestKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** Tells what the target holds under the `_id`s of documents that it took for duplicates. Leaves nothing behind. */
final class StoredDocuments {

    /** Keeps a query far below the size of a message, whatever the `_id`s are. */
    private static final int IDS_OF_A_QUERY = 1000;

    private final MongoCollection<RawBsonDocument> collection;
    private final BiPredicate<RawBsonDocument, RawBsonDocument> same;
    private final RequestBudget budget;
    private final RequestKind find;

    /**
     * @param same   whether the second document is what is stored of the first
     * @param budget pays for the questions
     */
    StoredDocuments(
            MongoCollection<RawBsonDocument> collection,
            BiPredicate<RawBsonDocument, RawBsonDocument> same,
            RequestBudget budget) {
        this.collection = collection;
        this.same = same;
        this.budget = budget;
        this.find = BatchWrite.kind(collection, "find");
    }

    /** How a document stands in the target. */
    enum State {
        ABSENT,
        SAME,
        DIFFERENT
    }

    /** The state of each document, in the order given. */
    List<State> of(List<RawBsonDocument> documents) {
        List<State> states = new ArrayList<>(documents.size());
        for (int from = 0; from < documents.size(); from += IDS_OF_A_QUERY) {
            states.addAll(look(documents.subList(from, Math.min(documents.size(), from + IDS_OF_A_QUERY))));
        }
        return states;
    }

    private List<State> look(List<RawBsonDocument> documents) {
        // As in the target's index, 1 is one _id, whether int32 or double.
        Map<BsonValue, Integer> places = new TreeMap<>(BsonOrder.ASCENDING);
        State[] states = new State[documents.size()];
        for (int i = 0; i < states.length; i++) {
            states[i] = State.ABSENT;
            places.put(id(documents.get(i)), i);
        }
        BsonDocument query =
                new BsonDocument("_id", new BsonDocument("$in", new BsonArray(List.copyOf(places.keySet()))));
        try (MongoCursor<RawBsonDocument> stored =
                budget.spend(find, 1, () -> collection.find(query).cursor())) {
            while (stored.hasNext()) {
                RawBsonDocument theirs = stored.next();
                Integer place = places.get(id(theirs));
                if (place != null) {
                    states[place] = same.test(documents.get(place), theirs) ? State.SAME : State.DIFFERENT;
                }
            }
        }
        return List.of(states);
    }

    private static BsonValue id(RawBsonDocument document) {
        BsonValue id = document.get("_id");
        if (id == null) {
            throw new IllegalStateException("documents without an _id are rejected before they are written");
        }
        return id;
    }
}
