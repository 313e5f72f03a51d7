package dev.millrace.doubles.mongo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Transactions as far as change streams show them: writes happen at once, their events when the transaction commits, and
 * an abort takes the writes back. Others see uncommitted writes, which a server would not let them.
 */
final class Transactions {
    /** SHA-256 of no user, as events of a server without users show it. */
    private static final BsonDocument NOBODY = BsonDocument.parse(
            "{uid: {$binary: {base64: \"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\", subType: \"00\"}}}");

    private record Key(BsonValue session, long number) {}

    private final Map<Key, Transaction> open = new ConcurrentHashMap<>();
    private final Catalog catalog;
    private final History history;

    Transactions(Catalog catalog, History history) {
        this.catalog = catalog;
        this.history = history;
    }

    void register(Map<String, Command> commands) {
        commands.put("commitTransaction", call -> {
            // A second commit, as the driver sends it when it has not heard of the first, changes nothing.
            Transaction committed = open.remove(key(call));
            if (committed != null) {
                committed.commit(history);
            }
            return Reply.ok();
        });
        commands.put("abortTransaction", call -> {
            Transaction aborted = open.remove(key(call));
            if (aborted == null) {
                throw noSuchTransaction();
            }
            aborted.abort(catalog);
            return Reply.ok();
        });
    }

    /** Runs a command that carries {@code autocommit: false}. */
    Reply run(Call call, Command command) {
        if (call.name().endsWith("Transaction")) {
            return command.run(call);
        }
        Key key = key(call);
        if (call.flag("startTransaction", false)) {
            open.put(key, new Transaction(identity(call)));
        }
        @Nullable Transaction transaction = open.get(key);
        if (transaction == null) {
            throw noSuchTransaction();
        }
        return ScopedValue.where(History.TRANSACTION, transaction).call(() -> command.run(call));
    }

    private static BsonDocument identity(Call call) {
        BsonDocument lsid = new BsonDocument("id", session(call));
        lsid.putAll(NOBODY);
        return new BsonDocument("txnNumber", new BsonInt64(call.number("txnNumber", 0))).append("lsid", lsid);
    }

    private static Key key(Call call) {
        return new Key(session(call), call.number("txnNumber", 0));
    }

    private static BsonBinary session(Call call) {
        return call.document("lsid").getBinary("id");
    }

    private static CommandFailure noSuchTransaction() {
        return new CommandFailure(
                251, "NoSuchTransaction", "Given transaction number does not match any in-progress transactions.");
    }
}
