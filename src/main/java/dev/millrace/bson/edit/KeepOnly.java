package dev.millrace.bson.edit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps nothing but what some paths lead to, and the way to it. */
final class KeepOnly implements Edit {

    private static final FieldPath ID = FieldPath.parse("_id");

    private final List<Branch> root;

    KeepOnly(List<FieldPath> paths, boolean id) {
        List<FieldPath> all = new ArrayList<>(paths);
        if (id) {
            all.add(ID);
        }
        root = List.of(Branch.of(all));
    }

    @Override
    public boolean document(OpenDocument document, Scope scope) {
        return kept(document, root);
    }

    @Override
    public boolean fields(OpenDocument fields, Scope scope) {
        return kept(fields, root);
    }

    private static boolean kept(OpenDocument document, List<Branch> from) {
        boolean changed = false;
        for (int field = document.size() - 1; field >= 0; field--) {
            List<Branch> at = Branch.field(from, document.name(field));
            if (Branch.isEnd(at)) {
                continue;
            }
            Node value = at.isEmpty() ? document.value(field) : document.opened(field);
            if (at.isEmpty() || !leadsOn(value)) {
                document.removeAt(field);
                changed = true;
            } else {
                changed |= inside(value, at);
            }
        }
        return changed;
    }

    private static boolean inside(Node value, List<Branch> at) {
        return switch (value) {
            case OpenDocument document -> kept(document, at);
            case OpenArray array -> elements(array, at);
            case Slice _, Leaf _ -> false;
        };
    }

    private static boolean elements(OpenArray array, List<Branch> from) {
        boolean changed = false;
        for (int i = array.size() - 1; i >= 0; i--) {
            List<Branch> at = Branch.element(from, Integer.toString(i));
            Node element = array.opened(i);
            if (Branch.isEnd(at)) {
                continue;
            }
            if (leadsOn(element)) {
                changed |= inside(element, at);
            } else {
                array.removeAt(i);
                changed = true;
            }
        }
        return changed;
    }

    private static boolean leadsOn(Node value) {
        return value instanceof OpenDocument || value instanceof OpenArray;
    }

    @Override
    public @Nullable String name(String dotted, Scope scope) {
        return Branch.field(root, dotted).isEmpty() ? null : dotted;
    }

    @Override
    public List<String> roots() {
        return List.of();
    }

    @Override
    public boolean hides() {
        return true;
    }
}
