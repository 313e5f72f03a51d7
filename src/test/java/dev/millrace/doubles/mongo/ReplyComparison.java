package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Compares a reply with the recorded one, value for value, except where a {@link Leniency} says otherwise. */
final class ReplyComparison {
    /** How much of a field is compared. */
    enum Compared {
        TYPE_ONLY,
        NOTHING
    }

    /**
     * A field that cannot equal the recording.
     *
     * @param path from the reply's root; {@code []} stands for any element, and everything below is meant too
     */
    record Leniency(String path, Compared compared, String reason) {}

    private final List<Leniency> leniencies;
    private final List<String> differences = new ArrayList<>();

    private ReplyComparison(List<Leniency> leniencies) {
        this.leniencies = leniencies;
    }

    static List<String> differences(BsonDocument recorded, BsonDocument answered, List<Leniency> leniencies) {
        ReplyComparison comparison = new ReplyComparison(leniencies);
        comparison.documents("", recorded, answered, false);
        return comparison.differences;
    }

    private void values(String path, BsonValue recorded, BsonValue answered, boolean typeOnly) {
        Leniency leniency = leniencyAt(path);
        if (leniency != null && leniency.compared() == Compared.NOTHING) {
            return;
        }
        boolean onlyType = typeOnly || leniency != null;
        if (recorded.getBsonType() != answered.getBsonType()) {
            differences.add(path + ": recorded " + recorded.getBsonType() + ", answered " + answered.getBsonType());
        } else if (recorded.isDocument()) {
            documents(path + ".", recorded.asDocument(), answered.asDocument(), onlyType);
        } else if (recorded.isArray()) {
            arrays(path + "[]", recorded.asArray(), answered.asArray(), onlyType);
        } else if (!onlyType && !recorded.equals(answered)) {
            differences.add(path + ": recorded " + recorded + ", answered " + answered);
        }
    }

    private void documents(String prefix, BsonDocument recorded, BsonDocument answered, boolean typeOnly) {
        TreeSet<String> names = new TreeSet<>(recorded.keySet());
        names.addAll(answered.keySet());
        for (String name : names) {
            String path = prefix + name;
            if (!answered.containsKey(name)) {
                differences.add(path + ": missing");
            } else if (!recorded.containsKey(name)) {
                differences.add(path + ": not in the recording");
            } else {
                values(path, recorded.get(name), answered.get(name), typeOnly);
            }
        }
    }

    private void arrays(String path, BsonArray recorded, BsonArray answered, boolean typeOnly) {
        if (recorded.size() != answered.size()) {
            differences.add(path + ": recorded " + recorded.size() + " elements, answered " + answered.size());
            return;
        }
        for (int i = 0; i < recorded.size(); i++) {
            values(path, recorded.get(i), answered.get(i), typeOnly);
        }
    }

    private Leniency leniencyAt(String path) {
        return leniencies.stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElse(null);
    }
}
