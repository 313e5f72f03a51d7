package dev.millrace.schema.registry;

import dev.millrace.bson.BsonCursor;

/**
 * What an array has to be.
 *
 * @param most below 0 for an array that only the schema itself can judge
 * @param each rule of every element
 */
record ArrayRule(int fewest, int most, QuickRule each) implements QuickRule {

    static final ArrayRule ANY = new ArrayRule(0, Integer.MAX_VALUE, QuickRule.ANY);
    static final ArrayRule UNKNOWN = new ArrayRule(0, -1, QuickRule.ANY);

    /** The cursor is in front of the first element. */
    @Override
    public boolean holds(BsonCursor cursor) {
        int count = 0;
        while (cursor.next()) {
            if (++count > most || !each.holds(cursor)) {
                return false;
            }
        }
        return fewest <= count && count <= most;
    }
}
