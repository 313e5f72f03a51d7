package dev.millrace.schema;

import dev.millrace.schema.Value.Arr;
import dev.millrace.schema.Value.Doc;
import dev.millrace.schema.Value.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A document under reconstruction from columns and `_rest`, by nothing but what {@link RestPath} documents. */
public final class RebuiltDocument {

    /** A field's name and how often it has come. */
    private record Key(String name, int occurrence) {}

    private final Map<Key, Object> root = fields();

    /** Gives a top-level field the value of its column: a Value, or for documents and arrays what {@link #container} made. */
    public void column(String field, Object value) {
        root.put(new Key(bytes(field), 1), value);
    }

    /** An empty document, to be filled by {@link #put}. */
    public static Map<?, Object> container() {
        return fields();
    }

    @SuppressWarnings("unchecked")
    public static void put(Object container, String field, Object value) {
        ((Map<Key, Object>) container).put(new Key(bytes(field), 1), value);
    }

    public void rest(String json) {
        BsonDocument.parse(json).forEach((path, value) -> apply(path, value));
    }

    public Doc value() {
        return (Doc) value(root);
    }

    private static Map<Key, Object> fields() {
        return new TreeMap<>(Comparator.comparing(Key::name).thenComparing(Key::occurrence));
    }

    @SuppressWarnings("unchecked")
    private void apply(String text, BsonValue value) {
        RestPathText path = RestPathText.parse(text);
        Value member = path.raw()
                ? Value.document(value.asBinary().getData()).fields().getFirst().value()
                : Value.of(value);
        Object at = root;
        for (int i = 0; i < path.steps().size(); i++) {
            boolean last = i == path.steps().size() - 1;
            switch (path.steps().get(i)) {
                case RestPathText.Name(String name) -> {
                    Map<Key, Object> document = (Map<Key, Object>) at;
                    Key key = new Key(name, last ? path.occurrence() : 1);
                    at = last ? document.put(key, member) : document.get(key);
                }
                case RestPathText.Index(int index) -> {
                    List<Object> array = (List<Object>) at;
                    at = last ? array.set(index, member) : array.get(index);
                }
            }
        }
    }

    private static Value value(Object node) {
        return switch (node) {
            case Value value -> value;
            case Map<?, ?> document -> {
                List<Field> fields = new ArrayList<>();
                document.forEach((key, value) -> fields.add(new Field(((Key) key).name(), value(value))));
                yield new Doc(fields);
            }
            case List<?> array ->
                new Arr(array.stream().map(RebuiltDocument::value).toList());
            default -> throw new IllegalArgumentException("not a part of a document: " + node);
        };
    }

    private static String bytes(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
