package dev.millrace.doubles.mongo;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** A replacement, or $set, $setOnInsert, $unset, $inc, $push and $pop on dotted paths through documents. */
final class UpdateOperators {
    private UpdateOperators() {}

    static BsonDocument apply(BsonDocument before, BsonDocument change, boolean inserting) {
        if (change.isEmpty() || !change.getFirstKey().startsWith("$")) {
            return replacement(before, change);
        }
        BsonDocument after = before.clone();
        change.forEach((operator, fields) -> fields.asDocument().forEach((path, value) -> {
            switch (operator) {
                case "$set" -> set(after, path, value);
                case "$setOnInsert" -> {
                    if (inserting) {
                        set(after, path, value);
                    }
                }
                case "$unset" -> unset(after, path);
                case "$push" -> set(after, path, pushed(get(after, path), value));
                case "$pop" -> set(after, path, popped(get(after, path), value));
                case "$inc" -> set(after, path, sum(get(after, path), value));
                default -> throw ErrorCode.FAILED_TO_PARSE.failure("Unknown modifier: " + operator);
            }
        }));
        return after;
    }

    private static BsonDocument replacement(BsonDocument before, BsonDocument change) {
        BsonDocument after = new BsonDocument();
        BsonValue id = change.containsKey("_id") ? change.get("_id") : before.get("_id");
        if (id != null) {
            after.append("_id", id);
        }
        after.putAll(change);
        return after;
    }

    private static void set(BsonDocument document, String path, BsonValue value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            document.put(path, value);
            return;
        }
        String first = path.substring(0, dot);
        BsonValue inner = document.get(first);
        if (inner != null && inner.isArray()) {
            setElement(inner.asArray(), path.substring(dot + 1), value);
            return;
        }
        if (inner == null || !inner.isDocument()) {
            inner = new BsonDocument();
            document.put(first, inner);
        }
        set(inner.asDocument(), path.substring(dot + 1), value);
    }

    private static void setElement(BsonArray array, String path, BsonValue value) {
        int dot = path.indexOf('.');
        int index = Integer.parseInt(dot < 0 ? path : path.substring(0, dot));
        while (array.size() <= index) {
            array.add(BsonNull.VALUE);
        }
        if (dot < 0) {
            array.set(index, value);
        } else {
            set(array.get(index).asDocument(), path.substring(dot + 1), value);
        }
    }

    private static BsonArray pushed(@Nullable BsonValue array, BsonValue value) {
        BsonArray longer = array == null ? new BsonArray() : array.asArray().clone();
        if (Filter.isOperators(value)) {
            longer.addAll(value.asDocument().getArray("$each"));
        } else {
            longer.add(value);
        }
        return longer;
    }

    private static BsonArray popped(@Nullable BsonValue array, BsonValue end) {
        BsonArray shorter = array == null ? new BsonArray() : array.asArray().clone();
        if (!shorter.isEmpty()) {
            shorter.remove(end.asNumber().intValue() < 0 ? 0 : shorter.size() - 1);
        }
        return shorter;
    }

    private static void unset(BsonDocument document, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            document.remove(path);
        } else if (document.isDocument(path.substring(0, dot))) {
            unset(document.getDocument(path.substring(0, dot)), path.substring(dot + 1));
        }
    }

    private static @Nullable BsonValue get(BsonDocument document, String path) {
        return new FieldPath(path).values(document).getFirst();
    }

    private static BsonValue sum(@Nullable BsonValue current, BsonValue increment) {
        if (current == null) {
            return increment;
        }
        if (!current.isNumber() || !increment.isNumber()) {
            throw ErrorCode.TYPE_MISMATCH.failure("Cannot apply $inc to a value of non-numeric type.");
        }
        if (current.isDouble() || increment.isDouble()) {
            return new BsonDouble(
                    current.asNumber().doubleValue() + increment.asNumber().doubleValue());
        }
        long total = current.asNumber().longValue() + increment.asNumber().longValue();
        boolean small = current.isInt32() && increment.isInt32() && (int) total == total;
        return small ? new BsonInt32((int) total) : new BsonInt64(total);
    }
}
