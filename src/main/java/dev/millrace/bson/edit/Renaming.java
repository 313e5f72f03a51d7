package dev.millrace.bson.edit;

/** Gives fields another name where they are. */
record Renaming(Naming naming) implements PathAction {

    @Override
    public boolean field(OpenDocument parent, int field, Scope scope) {
        parent.rename(field, naming.renamed(parent.name(field), scope));
        return true;
    }

    @Override
    public boolean element(OpenArray parent, int index, Scope scope) {
        return new PathWalk(FieldPath.parse(FieldPath.ANY), this, scope).value(parent.opened(index), 0);
    }

    @Override
    public boolean pass(EditPass pass, int number) {
        pass.rename(number);
        return true;
    }

    @Override
    public boolean dotted(OpenDocument fields, int field, DottedName name, int end, Scope scope) {
        fields.rename(field, name(name, end, scope));
        return true;
    }

    @Override
    public String name(DottedName name, int end, Scope scope) {
        int place = end - 1;
        return name.with(place, naming.renamed(name.names().get(place), scope));
    }

    @Override
    public boolean hides() {
        return false;
    }

    @Override
    public boolean asksScope() {
        return !(naming instanceof Naming.Always);
    }
}
