package dev.millrace.sink.mongo.index;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** How an index that is wanted stands to those that a collection has. */
sealed interface Standing {

    /** Nothing is in its way. */
    record Absent() implements Standing {}

    /** It is there. */
    record Present() implements Standing {}

    /** It is there, but that no document expires by it. */
    record Disabled() implements Standing {}

    /** The same index is there under another name, which a server takes for enough. */
    record Renamed(String name) implements Standing {}

    /** What is there excludes it: the same name or key with other options. */
    record Different(String name, Set<String> options) implements Standing {}

    /** Options that make two indexes different ones; a server leaves out those that are false. */
    Set<String> FLAGS = Set.of("unique", "sparse", "hidden");

    Set<String> COMPARED = Set.of(
            "expireAfterSeconds", "partialFilterExpression", "collation", "wildcardProjection", "bits", "min", "max");

    /** Compared only where the wanted one says something: a server completes them. */
    Set<String> COMPLETED = Set.of("weights", "default_language", "language_override");

    /** @param existing as `listIndexes` returns them */
    static Standing of(IndexDefinition wanted, List<BsonDocument> existing) {
        Standing standing = new Absent();
        for (BsonDocument specification : existing) {
            IndexDefinition there = new IndexDefinition(specification);
            boolean sameName = there.name().equals(wanted.name());
            boolean sameKey = sameKey(wanted, there);
            Set<String> differences = differences(wanted, there);
            if (sameName && sameKey) {
                return sameNameAndKey(there, differences);
            }
            if (sameName) {
                return new Different(there.name(), Set.of("key"));
            }
            if (sameKey && differences.isEmpty()) {
                standing = new Renamed(there.name());
            } else if (sameKey && onlyMinor(differences) && standing instanceof Absent) {
                // Two indexes on one key may differ in collation or partial filter, and in nothing less.
                standing = new Different(there.name(), differences);
            }
        }
        return standing;
    }

    private static Standing sameNameAndKey(IndexDefinition there, Set<String> differences) {
        if (differences.isEmpty()) {
            return new Present();
        }
        BsonValue expiry = there.expiry();
        boolean disabled =
                expiry != null && expiry.isNumber() && expiry.asNumber().longValue() == IndexDefinition.EXPIRY_DISABLED;
        return disabled && differences.equals(Set.of("expireAfterSeconds"))
                ? new Disabled()
                : new Different(there.name(), differences);
    }

    private static boolean onlyMinor(Set<String> differences) {
        return !differences.contains("collation") && !differences.contains("partialFilterExpression");
    }

    private static boolean sameKey(IndexDefinition wanted, IndexDefinition there) {
        if (wanted.isOfKind("text") || there.isOfKind("text")) {
            // A collection has at most one.
            return wanted.isOfKind("text") && there.isOfKind("text");
        }
        return wanted.paths().equals(there.paths()) && sameValue(wanted.key(), there.key());
    }

    private static Set<String> differences(IndexDefinition wanted, IndexDefinition there) {
        BsonDocument ours = wanted.specification();
        BsonDocument theirs = there.specification();
        Set<String> different = new TreeSet<>();
        for (String flag : FLAGS) {
            if (IndexDefinition.isTrue(ours.get(flag)) != IndexDefinition.isTrue(theirs.get(flag))) {
                different.add(flag);
            }
        }
        for (String option : COMPARED) {
            if (!same(option, ours.get(option), theirs.get(option))) {
                different.add(option);
            }
        }
        for (String option : COMPLETED) {
            if (ours.containsKey(option) && !sameValue(ours.get(option), theirs.get(option))) {
                different.add(option);
            }
        }
        return different;
    }

    private static boolean same(String option, @Nullable BsonValue ours, @Nullable BsonValue theirs) {
        if (!option.equals("collation")) {
            return sameValue(ours, theirs);
        }
        boolean simple = isSimple(ours);
        if (simple || isSimple(theirs)) {
            return simple == isSimple(theirs);
        }
        // The server has completed what was not given.
        BsonDocument completed = Objects.requireNonNull(theirs).asDocument();
        return Objects.requireNonNull(ours).asDocument().entrySet().stream()
                .filter(field -> !field.getKey().equals("version"))
                .allMatch(field -> sameValue(field.getValue(), completed.get(field.getKey())));
    }

    private static boolean isSimple(@Nullable BsonValue collation) {
        return collation == null
                || collation
                        .asDocument()
                        .getString("locale", new BsonString("simple"))
                        .getValue()
                        .equals("simple");
    }

    /** Numbers are compared by value: shells write 1 as a double, and Extended JSON as what fits. */
    private static boolean sameValue(@Nullable BsonValue ours, @Nullable BsonValue theirs) {
        if (ours == null || theirs == null) {
            return ours == theirs;
        }
        if (ours.isNumber() && theirs.isNumber()) {
            return ours.asNumber().doubleValue() == theirs.asNumber().doubleValue();
        }
        if (ours.isDocument() && theirs.isDocument()) {
            BsonDocument other = theirs.asDocument();
            return ours.asDocument().keySet().equals(other.keySet())
                    && ours.asDocument().entrySet().stream()
                            .allMatch((Map.Entry<String, BsonValue> field) ->
                                    sameValue(field.getValue(), other.get(field.getKey())));
        }
        if (ours.isArray()
                && theirs.isArray()
                && ours.asArray().size() == theirs.asArray().size()) {
            for (int i = 0; i < ours.asArray().size(); i++) {
                if (!sameValue(ours.asArray().get(i), theirs.asArray().get(i))) {
                    return false;
                }
            }
            return true;
        }
        return ours.equals(theirs);
    }
}
