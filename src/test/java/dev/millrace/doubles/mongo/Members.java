package dev.millrace.doubles.mongo;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;

/** The members of the replica set, all with the same data, and which of them is the primary. Thread-safe. */
final class Members {
    private static final Set<String> PRIMARY_ONLY =
            Set.of("insert", "update", "delete", "create", "createIndexes", "collMod", "drop", "dropDatabase");

    private final CopyOnWriteArrayList<String> addresses = new CopyOnWriteArrayList<>();
    private volatile String primary;
    private volatile int term = 1;

    Members(String first) {
        addresses.add(first);
        primary = first;
    }

    void elect(String address) {
        addresses.addIfAbsent(address);
        term++;
        primary = address;
    }

    String primary() {
        return primary;
    }

    boolean isPrimary(String address) {
        return primary.equals(address);
    }

    BsonArray hosts() {
        return new BsonArray(addresses.stream().map(BsonString::new).toList());
    }

    /** Grows with each election, so that a driver knows the newest primary. */
    BsonObjectId election() {
        return new BsonObjectId(new ObjectId(String.format("7fffffff%016x", term)));
    }

    /** What a member says that is no primary any more. */
    void check(Call call, String address) {
        if (!isPrimary(address) && PRIMARY_ONLY.contains(call.name())) {
            throw new CommandFailure(
                    10107,
                    "NotWritablePrimary",
                    "not master",
                    new BsonDocument(),
                    call.body().containsKey("txnNumber") ? List.of("RetryableWriteError") : List.of());
        }
    }
}
