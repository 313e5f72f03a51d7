package dev.millrace.bson.edit;

/** Goes along a path in one document, through arrays, to everything that it leads to. */
record PathWalk(FieldPath path, PathAction action, Scope scope) {

    /** @return whether anything changed */
    boolean document(OpenDocument document, int step) {
        boolean changed = false;
        for (int field = document.size() - 1; field >= 0; field--) {
            String name = document.name(field);
            if (DottedName.begins(name, path, step)) {
                changed |= name.indexOf('.') < 0 ? field(document, field, step + 1) : dotted(document, field, step);
            }
        }
        return changed;
    }

    /** A field whose name is more than one step. */
    private boolean dotted(OpenDocument document, int field, int step) {
        DottedName name = DottedName.of(document.name(field));
        int end = name.endOf(path, step);
        if (end >= 0) {
            return action.dotted(document, field, name, end, scope);
        }
        boolean changed = false;
        for (int rest : name.restsOf(path, step)) {
            changed |= value(document.opened(field), rest);
        }
        return changed;
    }

    private boolean field(OpenDocument document, int field, int next) {
        return next == path.length() ? action.field(document, field, scope) : value(document.opened(field), next);
    }

    /** Goes on inside a value. */
    boolean value(Node value, int step) {
        return switch (value) {
            case OpenDocument document -> document(document, step);
            case OpenArray array -> array(array, step);
            case Slice _, Leaf _ -> false;
        };
    }

    private boolean array(OpenArray array, int step) {
        boolean changed = false;
        int index = path.index(step);
        for (int i = array.size() - 1; i >= 0; i--) {
            if (path.isAny(step) || i == index) {
                changed |= element(array, i, step + 1);
            }
            if (!path.isAny(step)) {
                changed |= value(array.opened(i), step);
            }
        }
        return changed;
    }

    private boolean element(OpenArray array, int index, int next) {
        return next == path.length() ? action.element(array, index, scope) : value(array.opened(index), next);
    }
}
