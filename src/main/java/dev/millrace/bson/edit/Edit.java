package dev.millrace.bson.edit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change to documents, told of everything that may hold contents of one: a whole document; fields that are named by
 * their dotted path, as in an update's `updatedFields` and in `documentKey`; and such names alone, as in `removedFields`.
 * Safe for use by many threads.
 */
public interface Edit {

    /** @return whether anything changed */
    boolean document(OpenDocument document, Scope scope);

    /** As {@link #document}, for fields whose names are paths: `items.0.price`. */
    boolean fields(OpenDocument fields, Scope scope);

    /** The dotted name of a field as it is after this edit; null where the field is gone. */
    @Nullable
    String name(String dotted, Scope scope);

    /**
     * What the name of a field at the top has to be, up to a dot, for a document to be changed at all; nothing where that
     * cannot be told.
     */
    List<String> roots();

    /** Whether it is there to keep something from being known. */
    boolean hides();
}
