package dev.millrace.schema.registry;

import dev.millrace.bson.BsonCursor;
import java.util.List;

/**
 * What an object has to be.
 *
 * @param rules    of the fields that the table names, in its order; no more than 64
 * @param required a bit for each of these that has to be there
 * @param open     whether there may be others
 */
record ObjectRule(FieldTable table, List<QuickRule> rules, long required, boolean open) implements QuickRule {

    static final int MOST_FIELDS = 64;

    static final ObjectRule ANY = new ObjectRule(new FieldTable(List.of()), List.of(), 0, true);

    /** The cursor is in front of the first field. */
    @Override
    public boolean holds(BsonCursor cursor) {
        if (rules.isEmpty() && open) {
            return true;
        }
        long seen = 0;
        int field = -1;
        while (cursor.next()) {
            int found = table.find(cursor, field + 1);
            if (found < 0) {
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
