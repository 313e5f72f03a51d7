package dev.millrace.sink.mongo.index;

import java.util.List;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One index as `createIndexes` takes it and `listIndexes` returns it: `name`, `key` and options.
 *
 * @param specification detached from any reply; not to be changed
 */
public record IndexDefinition(BsonDocument specification) {

    /** The largest that a server takes; about 68 years, so that nothing expires while it stands. */
    static final int EXPIRY_DISABLED = Integer.MAX_VALUE;

    private static final String EXPIRY = "expireAfterSeconds";

    public String name() {
        return specification.getString("name", new BsonString("")).getValue();
    }

    public BsonDocument key() {
        return specification.getDocument("key", new BsonDocument());
    }

    /** The fields with their kinds, for people: `customer, created -1`. */
    public String fields() {
        return key().entrySet().stream()
                .map(field -> field.getKey() + kind(field.getValue()))
                .collect(Collectors.joining(", "));
    }

    public boolean isUnique() {
        return isTrue(specification.get("unique"));
    }

    public boolean expires() {
        return specification.containsKey(EXPIRY);
    }

    /** The index on `_id`, which every collection has of itself. */
    boolean isOfId() {
        return name().equals("_id_") || isTrue(specification.get("clustered"));
    }

    @Nullable
    BsonValue expiry() {
        return specification.get(EXPIRY);
    }

    /** The same, but so that no document expires. */
    public IndexDefinition withoutExpiry() {
        return expires() ? with(EXPIRY, new BsonInt32(EXPIRY_DISABLED)) : this;
    }

    IndexDefinition with(String option, BsonValue value) {
        BsonDocument changed = specification.clone();
        changed.put(option, value);
        return new IndexDefinition(changed);
    }

    /** Whether a field of this name has this kind: `text`, `hashed`, `geoHaystack`. */
    boolean isOfKind(String kind) {
        return key().containsValue(new BsonString(kind));
    }

    /** Names of the fields alone. */
    List<String> paths() {
        return List.copyOf(key().keySet());
    }

    static boolean isTrue(@Nullable BsonValue value) {
        return value != null
                && (value.isBoolean()
                        ? value.asBoolean().getValue()
                        : value.isNumber() && value.asNumber().doubleValue() != 0);
    }

    private static String kind(BsonValue value) {
        if (value.isString()) {
            return " " + value.asString().getValue();
        }
        return value.isNumber() && value.asNumber().doubleValue() < 0 ? " -1" : "";
    }
}
