package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.TypeByte;

/** An array whose elements are one column, or one tree of columns. */
final class ListNode extends ColumnNode {

    /** Length of an empty array in BSON. */
    private static final int EMPTY_BYTES = 5;

    private final ColumnNode element;
    private final int ownRepetition;
    private final Rest rest;
    private final boolean levels;
    private final ArrayTarget target;

    /**
     * @param element       built with {@link #elementDefinition} as its parent's definition
     * @param ownRepetition how many arrays there are from the row to this one, itself included
     * @param levels        whether the columns tell an empty array from none; otherwise it does not fit
     */
    ListNode(
            ColumnNode element,
            int parentDefinition,
            boolean nullable,
            int ownRepetition,
            Rest rest,
            boolean levels,
            ArrayTarget target) {
        super(parentDefinition, nullable);
        this.element = element;
        this.ownRepetition = ownRepetition;
        this.rest = rest;
        this.levels = levels;
        this.target = target;
    }

    /** How much of the path is there when the array has an element, be it null. */
    static int elementDefinition(int parentDefinition, boolean nullable) {
        return parentDefinition + (nullable ? 2 : 1);
    }

    @Override
    boolean fits(BsonCursor value) {
        return value.type() == TypeByte.ARRAY && (levels || value.valueLength() > EMPTY_BYTES);
    }

    @Override
    boolean take(BsonCursor value, int repetition) {
        if (!fits(value)) {
            return false;
        }
        int index = 0;
        value.enter();
        while (value.next()) {
            target.startElement(index);
            writeElement(value, index, index == 0 ? repetition : ownRepetition);
            target.endElement();
            index++;
        }
        value.leave();
        if (index == 0) {
            element.writeNull(repetition, definition);
        }
        return true;
    }

    private void writeElement(BsonCursor cursor, int index, int repetition) {
        if (cursor.type() == TypeByte.NULL) {
            element.writeNull(repetition, definition + 1);
            return;
        }
        rest.path().enterElement(index);
        if (!element.take(cursor, repetition)) {
            element.writeNull(repetition, definition + 1);
            rest.putHere(cursor);
        }
        rest.path().leave();
    }

    @Override
    void writeNull(int repetition, int definition) {
        element.writeNull(repetition, definition);
    }
}
