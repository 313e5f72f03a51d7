package dev.millrace.sink.mongo.verify;

import dev.millrace.bson.BsonOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Lists what differs in the indexes and options of two collections, given in the layout of mongodump's `metadata.json`. */
final class MetadataDifferences {

    /** What a server decides by itself, and what describes a place on its disk. */
    private static final Set<String> IGNORED =
            Set.of("v", "ns", "uuid", "background", "storageEngine", "indexOptionDefaults", "autoIndexId", "flags");

    /** Of the collation library that a server was built with. */
    private static final String COLLATION_VERSION = "version";

    /** What it means that an option is not there; `false` and an empty document mean nothing either. */
    private static final Map<String, BsonValue> DEFAULTS =
            Map.of("validationLevel", new BsonString("strict"), "validationAction", new BsonString("error"));

    private MetadataDifferences() {}

    /** A phrase for each, such as `the index status_1 is missing`. */
    static List<String> between(BsonDocument source, BsonDocument target) {
        List<String> differences = new ArrayList<>();
        String kind = text(source, "type", "collection");
        String there = text(target, "type", "collection");
        if (!kind.equals(there)) {
            differences.add("is a " + kind + " in the source, and a " + there + " in the target");
        }
        options(documentOf(source, "options"), documentOf(target, "options"), differences);
        if (source.containsKey("indexes") && target.containsKey("indexes")) {
            indexes(named(source), named(target), differences);
        }
        return differences;
    }

    private static void options(BsonDocument source, BsonDocument target, List<String> differences) {
        for (String name : names(source, target)) {
            BsonValue here = meant(source, name);
            BsonValue there = meant(target, name);
            if (here == null && there == null) {
                continue;
            }
            if (here == null) {
                differences.add("the option " + name + " is not in the source");
            } else if (there == null) {
                differences.add("the option " + name + " is missing in the target");
            } else if (!isSame(name, here, there)) {
                differences.add("the option " + name + " differs");
            }
        }
    }

    private static void indexes(
            Map<String, BsonDocument> source, Map<String, BsonDocument> target, List<String> differences) {
        Map<String, BsonDocument> unmatched = new LinkedHashMap<>(target);
        unmatched.keySet().removeAll(source.keySet());
        source.forEach((name, index) -> {
            BsonDocument there = target.get(name);
            if (there == null) {
                String renamed = renamed(index, unmatched);
                differences.add(
                        renamed == null
                                ? "the index " + name + " is missing in the target"
                                : "the index " + name + " has another name in the target, " + renamed);
                if (renamed != null) {
                    unmatched.remove(renamed);
                }
            } else if (!differing(index, there).isEmpty()) {
                differences.add("the index " + name + " differs in " + String.join(", ", differing(index, there)));
            }
        });
        unmatched.keySet().forEach(name -> differences.add("the index " + name + " is not in the source"));
    }

    private static @Nullable String renamed(BsonDocument index, Map<String, BsonDocument> candidates) {
        return candidates.entrySet().stream()
                .filter(candidate -> differing(index, candidate.getValue()).equals(List.of("name")))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static List<String> differing(BsonDocument source, BsonDocument target) {
        return names(source, target).stream()
                .filter(name -> {
                    BsonValue here = meant(source, name);
                    BsonValue there = meant(target, name);
                    return here == null ? there != null : there == null || !isSame(name, here, there);
                })
                .toList();
    }

    /** Null where it says no more than if it were not there. */
    private static @Nullable BsonValue meant(BsonDocument document, String name) {
        BsonValue value = document.get(name);
        boolean empty = value == null
                || value.equals(BsonBoolean.FALSE)
                || value.equals(DEFAULTS.get(name))
                || (value.isDocument() && value.asDocument().isEmpty());
        return empty ? null : value;
    }

    private static Set<String> names(BsonDocument source, BsonDocument target) {
        Set<String> names = new TreeSet<>(source.keySet());
        names.addAll(target.keySet());
        names.removeAll(IGNORED);
        return names;
    }

    /** Whether they mean the same: 1 is 1, whatever kind of number a client has sent. */
    private static boolean isSame(String name, BsonValue source, BsonValue target) {
        if (name.equals("collation") && source.isDocument() && target.isDocument()) {
            return BsonOrder.ASCENDING.compare(
                            without(source.asDocument(), COLLATION_VERSION),
                            without(target.asDocument(), COLLATION_VERSION))
                    == 0;
        }
        return BsonOrder.ASCENDING.compare(source, target) == 0;
    }

    private static BsonDocument without(BsonDocument document, String field) {
        BsonDocument rest = new BsonDocument();
        document.forEach((name, value) -> {
            if (!name.equals(field)) {
                rest.append(name, value);
            }
        });
        return rest;
    }

    private static Map<String, BsonDocument> named(BsonDocument metadata) {
        Map<String, BsonDocument> indexes = new LinkedHashMap<>();
        metadata.getArray("indexes")
                .forEach(index -> indexes.put(text(index.asDocument(), "name", ""), index.asDocument()));
        return indexes;
    }

    private static BsonDocument documentOf(BsonDocument metadata, String name) {
        return metadata.getDocument(name, new BsonDocument());
    }

    private static String text(BsonDocument document, String name, String otherwise) {
        return document.getString(name, new BsonString(otherwise)).getValue();
    }
}
