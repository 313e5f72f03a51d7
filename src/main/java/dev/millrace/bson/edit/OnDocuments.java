package dev.millrace.bson.edit;

import java.util.List;
import java.util.function.BiPredicate;

/** A change that whole documents alone are told of, as it adds what an update cannot be said to have changed. */
record OnDocuments(BiPredicate<OpenDocument, Scope> change) implements Edit {

    @Override
    public boolean document(OpenDocument document, Scope scope) {
        return change.test(document, scope);
    }

    @Override
    public boolean fields(OpenDocument fields, Scope scope) {
        return false;
    }

    @Override
    public String name(String dotted, Scope scope) {
        return dotted;
    }

    @Override
    public List<String> roots() {
        return List.of();
    }

    @Override
    public boolean hides() {
        return false;
    }
}
