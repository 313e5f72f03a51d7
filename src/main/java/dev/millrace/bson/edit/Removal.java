package dev.millrace.bson.edit;

import org.bson.BsonNull;
import org.jspecify.annotations.Nullable;

/** Takes fields away. */
record Removal() implements PathAction {

    @Override
    public boolean field(OpenDocument parent, int field, Scope scope) {
        parent.removeAt(field);
        return true;
    }

    @Override
    public boolean element(OpenArray parent, int index, Scope scope) {
        parent.set(index, new Leaf(BsonNull.VALUE));
        return true;
    }

    @Override
    public boolean pass(EditPass pass, int number) {
        pass.remove();
        return true;
    }

    @Override
    public boolean dotted(OpenDocument fields, int field, DottedName name, int end, Scope scope) {
        fields.removeAt(field);
        return true;
    }

    @Override
    public @Nullable String name(DottedName name, int end, Scope scope) {
        return null;
    }

    @Override
    public boolean hides() {
        return true;
    }

    @Override
    public boolean asksScope() {
        return false;
    }
}
