package dev.millrace.bson.edit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves a field into another document. It does not look into arrays, whose fields have no single place to go to. */
record Move(FieldPath from, FieldPath to) implements Edit {

    @Override
    public boolean document(OpenDocument document, Scope scope) {
        Node value = Placement.take(document, from, 0);
        return value != null && Placement.put(document, to, value, false);
    }

    @Override
    public boolean fields(OpenDocument fields, Scope scope) {
        boolean changed = false;
        for (int field = fields.size() - 1; field >= 0; field--) {
            DottedName name = DottedName.of(fields.name(field));
            if (isAtOrBelow(name)) {
                fields.rename(field, moved(name));
                changed = true;
            } else if (isAbove(name)) {
                Node value =
                        Placement.take(fields.opened(field), from, name.names().size());
                if (value != null) {
                    fields.put(to.toString(), value);
                    changed = true;
                }
            }
        }
        return changed;
    }

    @Override
    public @Nullable String name(String dotted, Scope scope) {
        DottedName name = DottedName.of(dotted);
        return isAtOrBelow(name) ? moved(name) : dotted;
    }

    private boolean isAtOrBelow(DottedName name) {
        int length = from.length();
        return name.names().size() >= length && name.names().subList(0, length).equals(from.names());
    }

    private boolean isAbove(DottedName name) {
        int length = name.names().size();
        return length < from.length() && from.names().subList(0, length).equals(name.names());
    }

    private String moved(DottedName name) {
        List<String> rest = name.names().subList(from.length(), name.names().size());
        return rest.isEmpty() ? to.toString() : to + "." + String.join(".", rest);
    }

    @Override
    public List<String> roots() {
        return from.roots();
    }

    @Override
    public boolean hides() {
        return false;
    }
}
