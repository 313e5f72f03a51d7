package dev.millrace.bson.edit;

import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What an edit may know beside the value at hand. */
@FunctionalInterface
public interface Scope {

    /**
     * The value at a path of the document at hand; null where the document has none there. Kind DATA where nobody can
     * know, because the event does not bring the whole document.
     */
    @Nullable
    BsonValue value(FieldPath path);
}
