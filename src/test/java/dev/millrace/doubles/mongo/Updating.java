package dev.millrace.doubles.mongo;

import java.util.Arrays;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The statements of one update command, and what came of them. */
final class Updating {
    private final StoredCollection collection;
    private final @Nullable LogicalClock clock;
    private final BsonArray upserted = new BsonArray();
    private int matched;
    private int modified;

    /** @param clock fills empty timestamps of whole documents; null where they are to stay */
    Updating(StoredCollection collection, @Nullable LogicalClock clock) {
        this.collection = collection;
        this.clock = clock;
    }

    /** Nobody changes the collection between the look and the write, as a server lets nobody change a document then. */
    void apply(int index, BsonDocument statement) {
        synchronized (collection) {
            run(index, statement);
        }
    }

    private void run(int index, BsonDocument statement) {
        BsonDocument query = statement.getDocument("q");
        BsonDocument change = statement.getDocument("u");
        Filter filter = Filter.of(query);
        boolean multi = statement.containsKey("multi") && Expression.isTrue(statement.get("multi"));
        List<StoredDocument> found = collection.byId(
                filter.idRange(), false, document -> filter.matches(document.view()), multi ? Long.MAX_VALUE : 1);
        if (found.isEmpty()) {
            if (statement.containsKey("upsert") && Expression.isTrue(statement.get("upsert"))) {
                upsert(index, query, change);
            }
            return;
        }
        for (StoredDocument document : found) {
            replace(document, change);
        }
    }

    private void replace(StoredDocument document, BsonDocument change) {
        BsonDocument before = RawBson.decode(document.bytes());
        BsonDocument after = UpdateOperators.apply(before, change, false);
        if (ValueOrder.INSTANCE.compare(after.get("_id"), document.id()) != 0) {
            throw ErrorCode.IMMUTABLE_FIELD.failure(
                    "Performing an update on the path '_id' would modify the immutable field '_id'");
        }
        byte[] bytes = filled(after, change);
        if (!Arrays.equals(bytes, document.bytes())) {
            boolean operators = Filter.isOperators(change);
            collection.replace(document, bytes, operators ? ChangeEntry.Kind.UPDATE : ChangeEntry.Kind.REPLACE);
            modified++;
        }
        matched++;
    }

    private void upsert(int index, BsonDocument query, BsonDocument change) {
        BsonDocument seed = new BsonDocument();
        query.forEach((field, condition) -> {
            if (!field.startsWith("$") && !Filter.isOperators(condition)) {
                seed.append(field, condition);
            }
        });
        StoredDocument stored = collection.insert(filled(UpdateOperators.apply(seed, change, true), change));
        BsonValue id = stored.id();
        upserted.add(new BsonDocument("index", new BsonInt32(index)).append("_id", id));
        matched++;
    }

    private byte[] filled(BsonDocument document, BsonDocument change) {
        byte[] bytes = RawBson.encode(document);
        return clock == null || Filter.isOperators(change) ? bytes : EmptyTimestamps.filled(bytes, clock);
    }

    BsonDocument counts() {
        BsonDocument counts =
                new BsonDocument("n", new BsonInt32(matched)).append("nModified", new BsonInt32(modified));
        return upserted.isEmpty() ? counts : counts.append("upserted", upserted);
    }
}
