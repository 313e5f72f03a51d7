package dev.millrace.doubles.mongo;

import java.util.Map;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Completes what a client asks createIndexes for into what listIndexes then shows. */
final class IndexSpecification {
    private static final Set<String> PLACED = Set.of("v", "unique", "key", "name", "ns");

    private static final Set<String> KINDS = Set.of("text", "2d", "2dsphere", "hashed", "geoHaystack");
    private static final Set<String> OPTIONS = Set.of(
            "v",
            "key",
            "name",
            "ns",
            "unique",
            "sparse",
            "background",
            "expireAfterSeconds",
            "storageEngine",
            "partialFilterExpression",
            "collation",
            "weights",
            "default_language",
            "language_override",
            "bits",
            "min",
            "max",
            "bucketSize",
            "wildcardProjection",
            "textIndexVersion",
            "2dsphereIndexVersion",
            "hidden");

    private IndexSpecification() {}

    static BsonDocument complete(BsonDocument requested, String namespace) {
        BsonDocument key = requested.getDocument("key");
        check(requested, key);
        BsonDocument complete = new BsonDocument("v", new BsonInt32(2));
        if (requested.containsKey("unique")) {
            complete.append("unique", requested.get("unique"));
        }
        boolean text = key.containsValue(new BsonString("text"));
        complete.append("key", text ? textKey(key) : plain(key))
                .append("name", requested.getString("name"))
                .append("ns", new BsonString(namespace));
        requested.forEach((option, value) -> {
            boolean simple = option.equals("collation")
                    && value.asDocument().getString("locale").getValue().equals("simple");
            if (!PLACED.contains(option) && !simple) {
                complete.append(option, option.equals("collation") ? collation(value.asDocument()) : plain(value));
            }
        });
        if (text) {
            addTextDefaults(complete, key);
        }
        if (key.containsValue(new BsonString("2dsphere"))) {
            complete.append("2dsphereIndexVersion", new BsonInt32(3));
        }
        return complete;
    }

    /** What a server of the 4.2 generation refuses. */
    private static void check(BsonDocument requested, BsonDocument key) {
        key.forEach((path, kind) -> {
            boolean known = kind.isString()
                    ? KINDS.contains(kind.asString().getValue())
                    : kind.isNumber() && kind.asNumber().doubleValue() != 0;
            if (!known) {
                throw new CommandFailure(
                        67,
                        "CannotCreateIndex",
                        "Values in v:2 index key pattern cannot be of type " + TypeAliases.name(kind.getBsonType())
                                + ". Only numbers > 0, numbers < 0, and strings are allowed.");
            }
        });
        requested.keySet().stream()
                .filter(option -> !OPTIONS.contains(option))
                .findFirst()
                .ifPresent(option -> {
                    throw new CommandFailure(
                            197,
                            "InvalidIndexSpecificationOption",
                            "The field '" + option + "' is not valid for an index specification. Specification: "
                                    + ShellText.of(requested));
                });
    }

    /** Detached from the bytes of the request, so that specifications compare by content. */
    private static BsonValue plain(BsonValue value) {
        return value.isDocument() ? RawBson.decode(RawBson.encode(value.asDocument())) : value;
    }

    private static BsonDocument textKey(BsonDocument key) {
        BsonDocument internal = new BsonDocument();
        for (Map.Entry<String, BsonValue> field : key.entrySet()) {
            if (!field.getValue().isString()) {
                internal.append(field.getKey(), field.getValue());
            } else {
                internal.append("_fts", new BsonString("text")).append("_ftsx", new BsonInt32(1));
            }
        }
        return internal;
    }

    private static void addTextDefaults(BsonDocument complete, BsonDocument key) {
        if (!complete.containsKey("weights")) {
            BsonDocument weights = new BsonDocument();
            key.forEach((field, kind) -> {
                if (kind.isString()) {
                    weights.append(field, new BsonInt32(1));
                }
            });
            complete.append("weights", weights);
        }
        complete.putIfAbsent("default_language", new BsonString("english"));
        complete.putIfAbsent("language_override", new BsonString("language"));
        complete.append("textIndexVersion", new BsonInt32(3));
    }

    private static BsonDocument collation(BsonDocument requested) {
        BsonDocument complete = new BsonDocument("locale", requested.get("locale"))
                .append("caseLevel", BsonBoolean.FALSE)
                .append("caseFirst", new BsonString("off"))
                .append("strength", new BsonInt32(3))
                .append("numericOrdering", BsonBoolean.FALSE)
                .append("alternate", new BsonString("non-ignorable"))
                .append("maxVariable", new BsonString("punct"))
                .append("normalization", BsonBoolean.FALSE)
                .append("backwards", BsonBoolean.FALSE)
                .append("version", new BsonString("57.1"));
        complete.putAll(RawBson.decode(RawBson.encode(requested)));
        return complete;
    }
}
