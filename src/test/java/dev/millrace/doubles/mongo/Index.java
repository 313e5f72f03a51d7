package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** One index: its specification as listIndexes shows it and, where it is unique, its keys. */
final class Index {
    final BsonDocument specification;
    private final List<FieldPath> paths;
    private final TreeSet<BsonValue> keys = new TreeSet<>(ValueOrder.INSTANCE);

    Index(BsonDocument specification) {
        this.specification = specification;
        this.paths = key().keySet().stream().map(FieldPath::new).toList();
    }

    String name() {
        return specification.getString("name").getValue();
    }

    BsonDocument key() {
        return specification.getDocument("key");
    }

    /** Two indexes on one key may stand side by side where their collations or partial filters differ. */
    boolean isEquivalentTo(Index other) {
        return Objects.equals(specification.get("collation"), other.specification.get("collation"))
                && Objects.equals(
                        specification.get("partialFilterExpression"),
                        other.specification.get("partialFilterExpression"));
    }

    boolean isUnique() {
        return specification.containsKey("unique")
                && specification.getBoolean("unique").getValue();
    }

    private boolean covers(BsonDocument document) {
        if (specification.containsKey("partialFilterExpression")) {
            return Filter.of(specification.getDocument("partialFilterExpression"))
                    .matches(document);
        }
        return !specification.containsKey("sparse")
                || paths.stream().anyMatch(path -> path.values(document).getFirst() != null);
    }

    /** False where the index is unique and holds the document's key already. */
    boolean admits(StoredDocument document) {
        return !isUnique() || !covers(document.view()) || !keys.contains(keyOf(document));
    }

    void add(StoredDocument document) {
        if (isUnique() && covers(document.view())) {
            keys.add(keyOf(document));
        }
    }

    void remove(StoredDocument document) {
        if (isUnique() && covers(document.view())) {
            keys.remove(keyOf(document));
        }
    }

    /** One value a field of the index. */
    BsonArray keyOf(StoredDocument document) {
        List<BsonValue> values = new ArrayList<>();
        paths.forEach(path -> values.add(path.single(document.view())));
        return new BsonArray(values);
    }
}
