package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/** The changes of a transaction that has not ended yet. Used by one command at a time. */
final class Transaction {
    private final BsonDocument identity;
    private final List<ChangeEntry> changes = new ArrayList<>();

    /** @param identity {@code txnNumber} and {@code lsid} as events show them */
    Transaction(BsonDocument identity) {
        this.identity = identity;
    }

    synchronized void keep(ChangeEntry change) {
        changes.add(change);
    }

    synchronized void commit(History history) {
        if (!changes.isEmpty()) {
            history.append(changes, identity);
            changes.clear();
        }
    }

    /** Takes back, last first, what was done; nobody is told. */
    synchronized void abort(Catalog catalog) {
        List<ChangeEntry> done = List.copyOf(changes);
        ScopedValue.where(History.TRANSACTION, new Transaction(identity))
                .run(() -> done.reversed().forEach(change -> {
                    StoredCollection collection = catalog.forWriting(change.namespace());
                    if (change.after() != null) {
                        collection
                                .byId(IdRange.of(change.id()), false, document -> true, 1)
                                .forEach(collection::remove);
                    }
                    if (change.before() != null) {
                        collection.insert(change.before());
                    }
                }));
        changes.clear();
    }
}
