package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The {@code $group} stage with $sum, $min, $max, $first and $last. */
final class Grouping {
    private final Expression id;
    private final BsonDocument accumulators;

    Grouping(BsonDocument specification) {
        if (!specification.containsKey("_id")) {
            throw new CommandFailure(15955, "Location15955", "a group specification must include an _id");
        }
        this.id = Expression.of(specification.get("_id"));
        this.accumulators = specification.clone();
        accumulators.remove("_id");
    }

    List<byte[]> group(List<byte[]> documents) {
        Map<BsonValue, BsonDocument> groups = new TreeMap<>(ValueOrder.INSTANCE);
        for (byte[] document : documents) {
            BsonDocument source = RawBson.view(document);
            BsonValue key = id.evaluate(source);
            BsonDocument group =
                    groups.computeIfAbsent(key == null ? BsonNull.VALUE : key, value -> new BsonDocument("_id", value));
            accumulators.forEach((field, accumulator) ->
                    group.append(field, next(group.get(field), accumulator.asDocument(), source)));
        }
        List<byte[]> result = new ArrayList<>();
        groups.values().forEach(group -> result.add(RawBson.encode(group)));
        return result;
    }

    private static BsonValue next(@Nullable BsonValue current, BsonDocument accumulator, BsonDocument source) {
        String operator = accumulator.getFirstKey();
        BsonValue evaluated = Expression.of(accumulator.get(operator)).evaluate(source);
        BsonValue value = evaluated == null ? BsonNull.VALUE : evaluated;
        return switch (operator) {
            case "$sum" -> sum(current, value);
            case "$min" -> best(current, value, -1);
            case "$max" -> best(current, value, 1);
            case "$first" -> current == null ? value : current;
            case "$last" -> value;
            default -> throw new CommandFailure(15952, "Location15952", "unknown group operator '" + operator + "'");
        };
    }

    private static BsonValue best(@Nullable BsonValue current, BsonValue value, int sign) {
        boolean better = current == null
                || current.isNull()
                || (!value.isNull() && Integer.signum(ValueOrder.INSTANCE.compare(value, current)) == sign);
        return better ? value : current;
    }

    private static BsonValue sum(@Nullable BsonValue current, BsonValue value) {
        BsonValue before = current == null ? new BsonInt32(0) : current;
        if (!value.isNumber()) {
            return before;
        }
        if (before.isDouble() || value.isDouble()) {
            return new BsonDouble(
                    before.asNumber().doubleValue() + value.asNumber().doubleValue());
        }
        long total = before.asNumber().longValue() + value.asNumber().longValue();
        boolean fits = (int) total == total && before.isInt32() && value.isInt32();
        return fits ? new BsonInt32((int) total) : new BsonInt64(total);
    }
}
