package dev.millrace.bson.edit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does the same to everything that some paths lead to. */
final class PathEdit implements Edit {

    private final List<FieldPath> paths;
    private final PathAction action;
    private final List<String> roots;

    PathEdit(List<FieldPath> paths, PathAction action) {
        this.paths = List.copyOf(paths);
        this.action = action;
        roots = roots(paths);
    }

    /** What all of some paths need at the top; none where one of them needs nothing. */
    static List<String> roots(List<FieldPath> paths) {
        List<String> all = new ArrayList<>();
        for (FieldPath path : paths) {
            if (path.roots().isEmpty()) {
                return List.of();
            }
            all.addAll(path.roots());
        }
        return List.copyOf(all);
    }

    List<FieldPath> paths() {
        return paths;
    }

    PathAction action() {
        return action;
    }

    @Override
    public boolean document(OpenDocument document, Scope scope) {
        boolean changed = false;
        for (int i = 0; i < paths.size(); i++) {
            changed |= new PathWalk(paths.get(i), action, scope).document(document, 0);
        }
        return changed;
    }

    /** Names that are paths are so in documents too. */
    @Override
    public boolean fields(OpenDocument fields, Scope scope) {
        return document(fields, scope);
    }

    @Override
    public @Nullable String name(String dotted, Scope scope) {
        String left = dotted;
        for (FieldPath path : paths) {
            if (DottedName.begins(left, path, 0)) {
                DottedName name = DottedName.of(left);
                int end = name.endOf(path, 0);
                left = end < 0 ? left : action.name(name, end, scope);
                if (left == null) {
                    return null;
                }
            }
        }
        return left;
    }

    @Override
    public List<String> roots() {
        return roots;
    }

    @Override
    public boolean hides() {
        return action.hides();
    }
}
