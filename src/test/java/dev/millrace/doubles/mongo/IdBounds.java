package dev.millrace.doubles.mongo;

import java.util.Collections;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Finds the part of the {@code _id} index that a filter can match in, so that a point read does not scan. */
final class IdBounds {
    private IdBounds() {}

    static IdRange of(BsonDocument query) {
        @Nullable BsonValue condition = query.get("_id");
        if (condition == null || condition.isRegularExpression()) {
            return IdRange.ALL;
        }
        if (!Filter.isOperators(condition)) {
            return new IdRange(condition, condition, true);
        }
        BsonDocument operators = condition.asDocument();
        if (operators.containsKey("$eq")) {
            return new IdRange(operators.get("$eq"), operators.get("$eq"), true);
        }
        if (operators.isArray("$in") && !operators.getArray("$in").isEmpty()) {
            return new IdRange(
                    Collections.min(operators.getArray("$in"), ValueOrder.INSTANCE),
                    Collections.max(operators.getArray("$in"), ValueOrder.INSTANCE),
                    true);
        }
        return new IdRange(
                bound(operators.get("$gt"), operators.get("$gte")),
                bound(operators.get("$lt"), operators.get("$lte")),
                true);
    }

    private static @Nullable BsonValue bound(@Nullable BsonValue first, @Nullable BsonValue second) {
        BsonValue bound = first != null ? first : second;
        // Against MinKey and MaxKey the server's rules are its own; Condition decides about each document.
        return bound == null || ValueOrder.rank(bound) == -1 || ValueOrder.rank(bound) == 127 ? null : bound;
    }
}
