package dev.millrace.bson.edit;

import org.jspecify.annotations.Nullable;

/** What is done to the fields that a path leads to. Safe for use by many threads. */
interface PathAction {

    /** @return whether anything changed */
    boolean field(OpenDocument parent, int field, Scope scope);

    boolean element(OpenArray parent, int index, Scope scope);

    /**
     * As {@link #field}, for the field that a pass over bytes stands on.
     *
     * @param number of its name in the tree of the pass
     */
    boolean pass(EditPass pass, int number);

    /**
     * A field that is named by its own path and lies at the path's end, or below it.
     *
     * @param end how many of the field's names the path stands for
     */
    boolean dotted(OpenDocument fields, int field, DottedName name, int end, Scope scope);

    /** What is left of the dotted name of such a field; null where it is gone. */
    @Nullable
    String name(DottedName name, int end, Scope scope);

    boolean hides();

    /** Whether it may ask for other values than the one at hand. */
    boolean asksScope();
}
