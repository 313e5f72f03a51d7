package dev.millrace.bson.edit;

import org.bson.BsonValue;

/** Replaces values, and every value inside of documents and arrays. */
record Replacement(ValueChange change, boolean hides) implements PathAction {

    @Override
    public boolean field(OpenDocument parent, int field, Scope scope) {
        Node old = parent.opened(field);
        Node replaced = replaced(old, scope);
        parent.set(field, replaced);
        return replaced != old || !(old instanceof Slice);
    }

    @Override
    public boolean element(OpenArray parent, int index, Scope scope) {
        Node old = parent.opened(index);
        Node replaced = replaced(old, scope);
        parent.set(index, replaced);
        return replaced != old || !(old instanceof Slice);
    }

    @Override
    public boolean pass(EditPass pass, int number) {
        Node old = pass.value();
        Node replaced = replaced(old, pass);
        boolean changed = replaced != old || !(old instanceof Slice);
        if (changed) {
            pass.replace(replaced);
        }
        return changed;
    }

    @Override
    public boolean dotted(OpenDocument fields, int field, DottedName name, int end, Scope scope) {
        return field(fields, field, scope);
    }

    @Override
    public String name(DottedName name, int end, Scope scope) {
        return name.text();
    }

    @Override
    public boolean asksScope() {
        return change.asksScope();
    }

    private Node replaced(Node node, Scope scope) {
        return switch (node) {
            case OpenDocument document -> {
                for (int i = 0; i < document.size(); i++) {
                    document.set(i, replaced(document.opened(i), scope));
                }
                yield document;
            }
            case OpenArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, replaced(array.opened(i), scope));
                }
                yield array;
            }
            case Slice slice -> leaf(slice, slice.value(), scope);
            case Leaf leaf -> leaf(leaf, leaf.value(), scope);
        };
    }

    private Node leaf(Node node, BsonValue value, Scope scope) {
        BsonValue changed = change.apply(value, scope);
        return changed == value ? node : new Leaf(changed);
    }
}
