package dev.millrace.bson.edit;

import org.jspecify.annotations.Nullable;

/** Puts values where a path leads, and takes them from there; documents on the way are made where they are missing. */
public final class Placement {

    private Placement() {}

    /**
     * Sets a field; in each element where the way leads through an array. Where the way is barred by another value,
     * nothing happens.
     *
     * @param onlyMissing leaves fields alone that are there
     */
    public static boolean put(OpenDocument document, FieldPath path, Node value, boolean onlyMissing) {
        return put(document, path, 0, value, onlyMissing);
    }

    private static boolean put(OpenDocument document, FieldPath path, int step, Node value, boolean onlyMissing) {
        String name = path.name(step);
        int field = document.find(name);
        if (step == path.length() - 1) {
            if (field >= 0 && onlyMissing) {
                return false;
            }
            document.put(name, value);
            return true;
        }
        if (field < 0) {
            document.put(name, new OpenDocument());
            field = document.find(name);
        }
        return inside(document.opened(field), path, step + 1, value, onlyMissing);
    }

    private static boolean inside(Node holder, FieldPath path, int step, Node value, boolean onlyMissing) {
        return switch (holder) {
            case OpenDocument document -> put(document, path, step, value, onlyMissing);
            case OpenArray array -> {
                boolean changed = false;
                for (int i = 0; i < array.size(); i++) {
                    changed |= inside(array.opened(i), path, step, value, onlyMissing);
                }
                yield changed;
            }
            case Slice _, Leaf _ -> false;
        };
    }

    /** Removes a field and gives its value; null where it is not there. Does not look into arrays. */
    static @Nullable Node take(Node holder, FieldPath path, int step) {
        if (!(holder instanceof OpenDocument document)) {
            return null;
        }
        int field = document.find(path.name(step));
        if (field < 0) {
            return null;
        }
        if (step < path.length() - 1) {
            return take(document.opened(field), path, step + 1);
        }
        Node value = document.value(field);
        document.removeAt(field);
        return value;
    }
}
