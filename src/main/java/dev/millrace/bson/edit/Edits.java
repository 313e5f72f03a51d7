package dev.millrace.bson.edit;

import java.util.List;
import java.util.function.BiPredicate;
import org.bson.BsonValue;

/** The edits that there are. */
public final class Edits {

    private Edits() {}

    /** Takes fields away; an element of an array becomes null, as others would get its index else. */
    public static Edit remove(List<FieldPath> paths) {
        return new PathEdit(paths, new Removal());
    }

    /** Keeps nothing but some fields, and `_id` if that is wanted. */
    public static Edit keepOnly(List<FieldPath> paths, boolean id) {
        return new KeepOnly(paths, id);
    }

    /** Gives a field another name, or moves it into another document. */
    public static Edit rename(FieldPath from, FieldPath to) {
        boolean stays =
                from.names().subList(0, from.length() - 1).equals(to.names().subList(0, to.length() - 1));
        return stays ? rename(List.of(from), new Naming.Always(to.last())) : new Move(from, to);
    }

    /** Sets a field where it is missing. */
    public static Edit setDefault(FieldPath path, BsonValue value) {
        Node node = Slice.of(value);
        return new OnDocuments((document, _) -> Placement.put(document, path, node, true));
    }

    /** Changes whole documents alone, not what an update tells of one. */
    public static Edit onDocuments(BiPredicate<OpenDocument, Scope> change) {
        return new OnDocuments(change);
    }

    /** Gives fields another name where they are. */
    public static Edit rename(List<FieldPath> paths, Naming naming) {
        return new PathEdit(paths, new Renaming(naming));
    }

    /**
     * Replaces values; of documents and arrays every value inside, so that the description of an update, which may tell
     * of one of them alone, comes to the same.
     */
    public static Edit replace(List<FieldPath> paths, ValueChange change, boolean hides) {
        return new PathEdit(paths, new Replacement(change, hides));
    }
}
