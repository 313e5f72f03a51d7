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

    @Override
    public boolean document(OpenDocument document, Scope scope) {
        boolean changed = false;
        for (FieldPath path : paths) {
            changed |= new PathWalk(path, action, scope).document(document, 0);
        }
        return changed;
    }

    @Override
    public boolean fields(OpenDocument fields, Scope scope) {
        boolean changed = false;
        for (FieldPath path : paths) {
            for (int field = fields.size() - 1; field >= 0; field--) {
                if (DottedName.begins(fields.name(field), path)) {
                    changed |= field(fields, field, path, scope);
                }
            }
        }
        return changed;
    }

    private boolean field(OpenDocument fields, int field, FieldPath path, Scope scope) {
        DottedName name = DottedName.of(fields.name(field));
        int end = name.endOf(path);
        if (end >= 0) {
            return action.dotted(fields, field, name, end, scope);
        }
        boolean changed = false;
        for (int step : name.restsOf(path)) {
            changed |= new PathWalk(path, action, scope).value(fields.opened(field), step);
        }
        return changed;
    }

    @Override
    public @Nullable String name(String dotted, Scope scope) {
        String left = dotted;
        for (FieldPath path : paths) {
            if (DottedName.begins(left, path)) {
                DottedName name = DottedName.of(left);
                int end = name.endOf(path);
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
