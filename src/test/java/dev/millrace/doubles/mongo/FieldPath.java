package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** A dotted path into documents, with the server's walk through arrays. */
final class FieldPath {
    final String name;
    private final String[] steps;

    FieldPath(String name) {
        this.name = name;
        this.steps = name.split("\\.", -1);
    }

    /** What a condition on the path is tried on: the values, elements of arrays included; null stands for missing. */
    List<@Nullable BsonValue> candidates(BsonDocument document) {
        List<@Nullable BsonValue> found = new ArrayList<>(2);
        walk(document, 0, true, found);
        return found;
    }

    /** As {@link #candidates}, without opening an array at the end of the path. */
    List<@Nullable BsonValue> values(BsonDocument document) {
        List<@Nullable BsonValue> found = new ArrayList<>(1);
        walk(document, 0, false, found);
        return found;
    }

    /** The one value that sorts and groups see: null where it is missing. */
    BsonValue single(BsonDocument document) {
        @Nullable BsonValue value = values(document).getFirst();
        return value == null ? BsonNull.VALUE : value;
    }

    private void walk(BsonDocument document, int step, boolean openLast, List<@Nullable BsonValue> found) {
        @Nullable BsonValue value = document.get(steps[step]);
        if (value == null || step == steps.length - 1) {
            found.add(value);
            if (openLast && value != null && value.isArray()) {
                found.addAll(value.asArray());
            }
        } else if (value.isDocument()) {
            walk(value.asDocument(), step + 1, openLast, found);
        } else if (value.isArray()) {
            walkArray(value.asArray(), step + 1, openLast, found);
        } else {
            found.add(null);
        }
    }

    private void walkArray(BsonArray array, int step, boolean openLast, List<@Nullable BsonValue> found) {
        int before = found.size();
        BsonDocument byIndex = new BsonDocument();
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i).isDocument()) {
                walk(array.get(i).asDocument(), step, openLast, found);
            }
            if (steps[step].equals(Integer.toString(i))) {
                byIndex.append(steps[step], array.get(i));
            }
        }
        if (!byIndex.isEmpty()) {
            walk(byIndex, step, openLast, found);
        }
        if (found.size() == before) {
            found.add(null);
        }
    }
}
