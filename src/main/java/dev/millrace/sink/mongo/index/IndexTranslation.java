package dev.millrace.sink.mongo.index;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Turns the indexes that a source lists into those to be asked for at a MongoDB: text indexes in their public form, an
 * index's own collation made explicit, what describes a place on disk left out. What cannot be had there is noted.
 */
public final class IndexTranslation {

    /** What `createIndexes` takes beside name and key, of all versions since 4.2. */
    private static final Set<String> OPTIONS = Set.of(
            "unique",
            "sparse",
            "expireAfterSeconds",
            "partialFilterExpression",
            "collation",
            "hidden",
            "wildcardProjection",
            "weights",
            "default_language",
            "language_override",
            "bits",
            "min",
            "max");

    /** What a server adds by itself, or has no meaning elsewhere. */
    private static final Set<String> DROPPED = Set.of(
            "v",
            "ns",
            "key",
            "name",
            "background",
            "safe",
            "dropDups",
            "clustered",
            "storageEngine",
            "prepareUnique",
            "textIndexVersion",
            "2dsphereIndexVersion",
            "originalSpec");

    private final Namespace target;
    private final boolean fromCosmos;
    private final boolean collated;
    private final List<String> notes = new ArrayList<>();

    private IndexTranslation(Namespace target, boolean fromCosmos, boolean collated) {
        this.target = target;
        this.fromCosmos = fromCosmos;
        this.collated = collated;
    }

    /**
     * @param target     the collection's name at the target
     * @param fromCosmos whether the source is Azure Cosmos DB
     */
    public static IndexPlan of(CollectionInfo collection, Namespace target, boolean fromCosmos) {
        BsonDocument metadata = collection.metadata();
        boolean collated = metadata.getDocument("options", new BsonDocument()).containsKey("collation");
        IndexTranslation translation = new IndexTranslation(target, fromCosmos, collated);
        List<IndexDefinition> indexes = new ArrayList<>();
        for (BsonValue listed : metadata.getArray("indexes", new BsonArray())) {
            if (listed.isDocument()) {
                translation.translate(new IndexDefinition(listed.asDocument())).ifPresent(indexes::add);
            }
        }
        return new IndexPlan(target, indexes, translation.notes);
    }

    private Optional<IndexDefinition> translate(IndexDefinition listed) {
        if (listed.isOfId()) {
            return Optional.empty();
        }
        if (listed.name().isEmpty() || listed.key().isEmpty()) {
            note(listed, "has no name or no key and is left out");
            return Optional.empty();
        }
        Optional<String> obstacle = Obstacle.to(listed, fromCosmos);
        if (obstacle.isPresent()) {
            note(listed, obstacle.get());
            return Optional.empty();
        }
        BsonDocument request = new BsonDocument("key", key(listed)).append("name", new BsonString(listed.name()));
        List<String> unknown = new ArrayList<>();
        listed.specification().forEach((option, value) -> {
            if (OPTIONS.contains(option)) {
                request.append(option, option.equals("collation") ? withoutVersion(value) : value);
            } else if (!DROPPED.contains(option)) {
                unknown.add(option);
            }
        });
        if (!unknown.isEmpty()) {
            note(listed, "is made without " + String.join(", ", unknown) + ", which MongoDB does not have");
        }
        if (collated && !request.containsKey("collation")) {
            // Without it the index would take over the collection's.
            request.append("collation", new BsonDocument("locale", new BsonString("simple")));
        }
        return Optional.of(new IndexDefinition(request));
    }

    private void note(IndexDefinition index, String what) {
        notes.add(target + ": index " + index.name() + " " + what);
    }

    private BsonDocument key(IndexDefinition listed) {
        BsonDocument key = new BsonDocument();
        for (Map.Entry<String, BsonValue> field : listed.key().entrySet()) {
            if (field.getKey().equals("_fts")) {
                listed.specification()
                        .getDocument("weights", new BsonDocument())
                        .forEach((path, weight) -> key.append(path, new BsonString("text")));
            } else if (!field.getKey().equals("_ftsx")) {
                key.append(field.getKey(), kind(listed, field.getKey(), field.getValue()));
            }
        }
        return key;
    }

    /** Servers before 3.4 took anything for "ascending". */
    private BsonValue kind(IndexDefinition listed, String path, BsonValue value) {
        boolean valid = value.isNumber()
                ? value.asNumber().doubleValue() != 0
                        && !Double.isNaN(value.asNumber().doubleValue())
                : value.isString() && !value.asString().getValue().isEmpty();
        if (!valid) {
            note(listed, "has no valid direction for " + path + " and is made ascending there");
        }
        return valid ? value : new BsonInt32(1);
    }

    /** The version of a server's collation tables is its own. */
    private static BsonValue withoutVersion(BsonValue collation) {
        if (!collation.isDocument()) {
            return collation;
        }
        BsonDocument plain = collation.asDocument().clone();
        plain.remove("version");
        return plain;
    }
}
