package dev.millrace.transform;

import dev.millrace.bson.edit.Edit;
import dev.millrace.bson.edit.Leaf;
import dev.millrace.bson.edit.Node;
import dev.millrace.bson.edit.OpenArray;
import dev.millrace.bson.edit.OpenDocument;
import dev.millrace.bson.edit.Scope;
import java.util.function.UnaryOperator;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Does to the description of an update what is done to documents: `updatedFields`, whose names are paths; `removedFields`
 * and `truncatedArrays`, which tell paths; `disambiguatedPaths`, which explains paths. Source: MongoDB's manual, "update
 * Event".
 */
final class DescriptionEdit {

    static final String UPDATED = "updatedFields";

    private DescriptionEdit() {}

    /** @return whether anything changed */
    static boolean apply(Edit edit, OpenDocument description, Scope scope) {
        boolean changed = false;
        for (int part = description.size() - 1; part >= 0; part--) {
            Node value = description.opened(part);
            switch (description.name(part)) {
                case UPDATED -> changed |= value instanceof OpenDocument fields && edit.fields(fields, scope);
                case "removedFields" -> changed |= value instanceof OpenArray names && names(edit, names, scope);
                case "truncatedArrays" -> changed |= value instanceof OpenArray arrays && arrays(edit, arrays, scope);
                case "disambiguatedPaths" ->
                    changed |= value instanceof OpenDocument paths && explained(edit, paths, scope);
                default -> {
                    // Nobody knows what a newer server tells there.
                    if (edit.hides()) {
                        description.removeAt(part);
                        changed = true;
                    }
                }
            }
        }
        return changed;
    }

    /** Gives a field at the top another value where the update tells one. */
    static boolean replaceUpdated(OpenDocument description, String name, UnaryOperator<BsonValue> change) {
        int part = description.find(UPDATED);
        if (part < 0 || !(description.opened(part) instanceof OpenDocument fields)) {
            return false;
        }
        BsonValue told = fields.scalar(name);
        if (told != null) {
            fields.put(name, new Leaf(change.apply(told)));
        }
        return told != null;
    }

    private static boolean names(Edit edit, OpenArray names, Scope scope) {
        boolean changed = false;
        for (int i = names.size() - 1; i >= 0; i--) {
            if (OpenDocument.scalar(names.opened(i)) instanceof BsonString old) {
                String name = edit.name(old.getValue(), scope);
                if (name == null) {
                    names.removeAt(i);
                } else if (!name.equals(old.getValue())) {
                    names.set(i, new Leaf(new BsonString(name)));
                }
                changed |= !old.getValue().equals(name);
            }
        }
        return changed;
    }

    /** Each is `{field: PATH, newSize: N}`. */
    private static boolean arrays(Edit edit, OpenArray arrays, Scope scope) {
        boolean changed = false;
        for (int i = arrays.size() - 1; i >= 0; i--) {
            if (arrays.opened(i) instanceof OpenDocument array) {
                BsonValue field = array.scalar("field");
                if (field instanceof BsonString old) {
                    String name = edit.name(old.getValue(), scope);
                    if (name == null) {
                        arrays.removeAt(i);
                    } else if (!name.equals(old.getValue())) {
                        array.put("field", new Leaf(new BsonString(name)));
                    }
                    changed |= !old.getValue().equals(name);
                }
            }
        }
        return changed;
    }

    /** Each is `PATH: [name, index, …]`; the explanation of a path that is another now is left out. */
    private static boolean explained(Edit edit, OpenDocument paths, Scope scope) {
        boolean changed = false;
        for (int i = paths.size() - 1; i >= 0; i--) {
            if (!paths.name(i).equals(edit.name(paths.name(i), scope))) {
                paths.removeAt(i);
                changed = true;
            }
        }
        return changed;
    }
}
