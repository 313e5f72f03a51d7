package dev.millrace.schema.registry;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.FieldNames;
import java.util.List;

/**
 * What an object has to be.
 *
 * @param rules    of the fields that are named, in their order; no more than 64
 * @param required a bit for each of these that has to be there
 * @param open     whether there may be others
 */
record ObjectRule(FieldNames names, List<QuickRule> rules, long required, boolean open) implements QuickRule {

    static final int MOST_FIELDS = 64;

    static final ObjectRule ANY = new ObjectRule(new FieldNames(List.of()), List.of(), 0, true);

    /** The cursor is in front of the first field. */
    @Override
    public boolean holds(BsonCursor cursor) {
        if (rules.isEmpty() && open) {
            return true;
        }
        long seen = 0;
        int field = FieldNames.UNKNOWN;
        while (cursor.next()) {
            int found = names.find(field + 1, cursor);
            if (found == FieldNames.UNKNOWN) {
                if (!open) {
                    return false;
                }
                continue;
            }
            field = found;
            // Of two fields of the same name the last would count.
            if ((seen & 1L << field) != 0 || !rules.get(field).holds(cursor)) {
                return false;
            }
            seen |= 1L << field;
        }
        return (seen & required) == required;
    }
}
