package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.FieldNames;
import dev.millrace.bson.TypeByte;

/** A document whose fields have columns. The table itself is one too. */
final class GroupNode extends ColumnNode {

    private final FieldNames names;
    private final ColumnNode[] children;
    private final boolean keepNulls;
    private final Rest rest;

    /** For each child the round in which its field came last. */
    private final long[] seen;

    private long round;
    private final NameCounts others = new NameCounts();

    GroupNode(
            FieldNames names,
            ColumnNode[] children,
            int parentDefinition,
            boolean nullable,
            boolean keepNulls,
            Rest rest) {
        super(parentDefinition, nullable);
        this.names = names;
        this.children = children;
        this.keepNulls = keepNulls;
        this.rest = rest;
        seen = new long[children.length];
    }

    @Override
    boolean fits(BsonCursor value) {
        return value.type() == TypeByte.DOCUMENT;
    }

    @Override
    void write(BsonCursor value, int repetition) {
        value.enter();
        writeFields(value, repetition);
        value.leave();
    }

    /** Writes the fields from the cursor to the end of its container. */
    void writeFields(BsonCursor cursor, int repetition) {
        long now = ++round;
        int expected = 0;
        boolean othersCleared = false;
        while (cursor.next()) {
            int found = names.find(expected, cursor);
            if (found >= 0) {
                expected = found + 1;
                if (seen[found] != now) {
                    seen[found] = now;
                    writeChild(children[found], cursor, repetition);
                    continue;
                }
            }
            if (!othersCleared) {
                others.clear(cursor.bytes());
                othersCleared = true;
            }
            // The first field of a name that has a column went there and was not counted here.
            int occurrence = others.add(cursor.nameOffset(), cursor.nameLength()) + (found >= 0 ? 1 : 0);
            if (keepNulls || cursor.type() != TypeByte.NULL) {
                rest.putField(cursor, occurrence);
            }
        }
        writeMissing(now, repetition);
    }

    private void writeChild(ColumnNode child, BsonCursor cursor, int repetition) {
        if (cursor.type() == TypeByte.NULL) {
            child.writeNull(repetition, definition);
            if (keepNulls) {
                rest.putField(cursor, 1);
            }
        } else if (!child.fits(cursor)) {
            child.writeNull(repetition, definition);
            rest.putField(cursor, 1);
        } else if (child instanceof ScalarNode) {
            child.write(cursor, repetition);
        } else {
            rest.path().enterField(cursor.nameOffset(), cursor.nameLength());
            child.write(cursor, repetition);
            rest.path().leave();
        }
    }

    private void writeMissing(long now, int repetition) {
        for (int i = 0; i < children.length; i++) {
            if (seen[i] != now) {
                children[i].writeNull(repetition, definition);
            }
        }
    }

    @Override
    void writeNull(int repetition, int definition) {
        for (ColumnNode child : children) {
            child.writeNull(repetition, definition);
        }
    }

    /** Index of the child for the field that the cursor stands on, or -1. */
    int find(BsonCursor field) {
        return names.find(0, field);
    }

    ColumnNode child(int index) {
        return children[index];
    }
}
