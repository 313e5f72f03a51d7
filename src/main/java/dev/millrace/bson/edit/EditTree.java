package dev.millrace.bson.edit;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.FieldNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Edits at places that have nothing to do with each other, as a tree of the names that lead there: one walk over a document
 * is enough for all of them. A name without an action and without anything below is one that a field beside it gets, and is
 * not to be met. Immutable.
 */
final class EditTree {

    /** So that numbers of names fit into the bits of a long. */
    private static final int MOST_NAMES = Long.SIZE;

    private final FieldNames names;
    private final @Nullable PathAction[] actions;
    private final @Nullable EditTree[] below;

    /** Of fields that are renamed, in UTF-8. */
    private final byte[][] newNames;

    private EditTree(Map<String, Growing> entries) {
        names = new FieldNames(List.copyOf(entries.keySet()));
        actions = new PathAction[names.size()];
        below = new EditTree[names.size()];
        newNames = new byte[names.size()][];
        int number = 0;
        for (Growing entry : entries.values()) {
            actions[number] = entry.action;
            below[number] = entry.isEnd ? null : new EditTree(entry.entries);
            newNames[number] = ByteOutput.utf8(entry.newName);
            number++;
        }
    }

    /**
     * Null where a path leads through indexes or any names; where two paths have the same end, or one lies below another;
     * and where the new name of a field is not known beforehand, may be a path or an index, or is one that another edit means.
     */
    static @Nullable EditTree of(List<PathEdit> edits) {
        Growing root = new Growing();
        for (PathEdit edit : edits) {
            for (FieldPath path : edit.paths()) {
                if (!root.add(path, edit.action())) {
                    return null;
                }
            }
        }
        return new EditTree(root.entries);
    }

    /** The number of the name that a cursor stands on, or {@link FieldNames#UNKNOWN}. */
    int find(int expected, BsonCursor field) {
        return names.find(expected, field);
    }

    /** What is done to the field of a name. */
    @Nullable
    PathAction action(int number) {
        return actions[number];
    }

    @Nullable
    EditTree below(int number) {
        return below[number];
    }

    byte[] newName(int number) {
        return newNames[number];
    }

    /** Whether what a path leads to may be changed by one of the edits; indexes are left out of account. */
    boolean touches(FieldPath path) {
        EditTree at = this;
        for (int step = 0; step < path.length(); step++) {
            if (path.index(step) < 0) {
                byte[] name = ByteOutput.utf8(path.name(step));
                int number = at.names.find(0, name, 0, name.length);
                if (number == FieldNames.UNKNOWN) {
                    return false;
                }
                EditTree next = at.below[number];
                if (next == null) {
                    return true;
                }
                at = next;
            }
        }
        return true;
    }

    /** A tree while it is made, or one of its ends. */
    private static final class Growing {

        private final boolean isEnd;
        private final @Nullable PathAction action;
        private final String newName;
        private final Map<String, Growing> entries = new LinkedHashMap<>();

        /** A tree. */
        private Growing() {
            this(false, null, "");
        }

        private Growing(boolean isEnd, @Nullable PathAction action, String newName) {
            this.isEnd = isEnd;
            this.action = action;
            this.newName = newName;
        }

        /** False where it cannot be added. */
        boolean add(FieldPath path, PathAction action) {
            Growing at = this;
            for (int step = 0; step < path.length(); step++) {
                if (path.isAny(step) || path.index(step) >= 0) {
                    return false;
                }
                if (step < path.length() - 1) {
                    at = at.entries.computeIfAbsent(path.name(step), _ -> new Growing());
                    if (at.isEnd) {
                        return false;
                    }
                }
            }
            return switch (action) {
                case Renaming(Naming.Always(String name)) ->
                    name.indexOf('.') < 0
                            && FieldPath.index(name) < 0
                            && at.addEnd(path.last(), new Growing(true, action, name))
                            && at.addEnd(name, new Growing(true, null, ""));
                case Renaming _ -> false;
                default -> at.addEnd(path.last(), new Growing(true, action, ""));
            };
        }

        private boolean addEnd(String name, Growing end) {
            return entries.size() < MOST_NAMES && entries.putIfAbsent(name, end) == null;
        }
    }
}
