package dev.millrace.doubles.mongo;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The indexes of one collection, {@code _id_} first; refuses what a unique index would refuse. */
final class Indexes {
    private final String namespace;
    private final List<Index> indexes = new CopyOnWriteArrayList<>();

    /** @param hasIds false for the oplog and time-series collections, which have no index on {@code _id} */
    Indexes(String namespace, boolean hasIds) {
        this.namespace = namespace;
        if (hasIds) {
            indexes.add(new Index(idIndex()));
        }
    }

    BsonDocument idIndex() {
        return new BsonDocument("v", new BsonInt32(2))
                .append("key", new BsonDocument("_id", new BsonInt32(1)))
                .append("name", new BsonString("_id_"))
                .append("ns", new BsonString(namespace));
    }

    /** Changes an option of one index as {@code collMod} does; the value before. */
    BsonValue change(String name, String option, BsonValue value) {
        for (Index index : indexes) {
            if (index.name().equals(name)) {
                return index.specification.put(option, value);
            }
        }
        throw new CommandFailure(27, "IndexNotFound", "cannot find index " + name + " for ns " + namespace);
    }

    List<Index> list() {
        return List.copyOf(indexes);
    }

    void add(StoredDocument document) {
        for (Index index : indexes) {
            if (!index.admits(document)) {
                throw duplicate(index.name(), index.key(), index.keyOf(document));
            }
        }
        indexes.forEach(index -> index.add(document));
    }

    void remove(StoredDocument document) {
        indexes.forEach(index -> index.remove(document));
    }

    /** Adds all of them over the documents that are there, or none. */
    void create(List<BsonDocument> requested, Collection<StoredDocument> documents) {
        List<Index> before = List.copyOf(indexes);
        try {
            requested.forEach(each -> create(each, documents));
        } catch (CommandFailure refused) {
            indexes.retainAll(before);
            throw refused;
        }
    }

    /** Adds the index over the documents that are there; false where the very same one exists. */
    private boolean create(BsonDocument requested, Collection<StoredDocument> documents) {
        Index index = new Index(IndexSpecification.complete(requested, namespace));
        for (Index other : indexes) {
            boolean sameName = other.name().equals(index.name());
            boolean sameKey = other.key().equals(index.key());
            if (sameName && other.specification.equals(index.specification)) {
                return false;
            }
            if (sameName && !sameKey) {
                throw ErrorCode.INDEX_KEY_SPECS_CONFLICT.failure("Index must have unique name. The existing index: "
                        + ShellText.of(other.specification) + " has the same name as the requested index: "
                        + ShellText.of(index.specification));
            }
            if (sameName || (sameKey && other.isEquivalentTo(index))) {
                throw ErrorCode.INDEX_OPTIONS_CONFLICT.failure("Index with name: " + index.name()
                        + " already exists with different " + (sameName ? "options" : "name"));
            }
        }
        for (StoredDocument document : documents) {
            if (!index.admits(document)) {
                throw duplicate(index.name(), index.key(), index.keyOf(document));
            }
            index.add(document);
        }
        indexes.add(index);
        return true;
    }

    CommandFailure duplicate(String index, BsonDocument keyPattern, List<BsonValue> values) {
        BsonDocument named = new BsonDocument();
        int i = 0;
        for (String field : keyPattern.keySet()) {
            named.append(field, values.get(i++));
        }
        BsonDocument extras = new BsonDocument("keyPattern", keyPattern)
                // This generation of the server leaves the names of the values empty.
                .append("keyValue", new BsonDocument("", values.getFirst()));
        return ErrorCode.DUPLICATE_KEY
                .failure("E11000 duplicate key error collection: " + namespace + " index: " + index + " dup key: "
                        + ShellText.of(named))
                .with(extras);
    }
}
