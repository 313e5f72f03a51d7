package dev.millrace.bson.edit;

import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Finds the first thing that a path leads to. */
public final class Lookup {

    private Lookup() {}

    /** Null where the path leads to nothing. */
    public static @Nullable Node node(OpenDocument document, FieldPath path) {
        return node(document, path, 0);
    }

    /** Null where the path leads to nothing, or to a document or an array. */
    public static @Nullable BsonValue scalar(OpenDocument document, FieldPath path) {
        Node node = node(document, path);
        return node == null ? null : OpenDocument.scalar(node);
    }

    /** Looks for the path among fields whose names are dotted paths; null where none of them tells it. */
    static @Nullable Node dotted(OpenDocument fields, FieldPath path) {
        for (int field = 0; field < fields.size(); field++) {
            if (DottedName.begins(fields.name(field), path, 0)) {
                DottedName name = DottedName.of(fields.name(field));
                if (name.names().equals(path.names())) {
                    return fields.opened(field);
                }
                for (int step : name.restsOf(path, 0)) {
                    Node found = inside(fields.opened(field), path, step);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    /** As {@link #scalar}, among fields whose names are dotted paths. */
    public static @Nullable BsonValue dottedScalar(OpenDocument fields, FieldPath path) {
        Node node = dotted(fields, path);
        return node == null ? null : OpenDocument.scalar(node);
    }

    private static @Nullable Node node(OpenDocument document, FieldPath path, int step) {
        for (int to = step + 1; to <= path.length(); to++) {
            int field = document.find(to == step + 1 ? path.name(step) : path.joined(step, to));
            if (field >= 0) {
                Node found = inside(document.opened(field), path, to);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static @Nullable Node inside(Node value, FieldPath path, int step) {
        if (step == path.length()) {
            return value;
        }
        return switch (value) {
            case OpenDocument document -> node(document, path, step);
            case OpenArray array -> element(array, path, step);
            case Slice _, Leaf _ -> null;
        };
    }

    private static @Nullable Node element(OpenArray array, FieldPath path, int step) {
        int index = path.index(step);
        if (index >= 0) {
            return index < array.size() ? inside(array.opened(index), path, step + 1) : null;
        }
        for (int i = 0; i < array.size(); i++) {
            Node found = inside(array.opened(i), path, step);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
