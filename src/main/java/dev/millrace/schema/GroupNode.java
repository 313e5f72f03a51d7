package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.FieldNames;
import dev.millrace.bson.NameCounts;
import dev.millrace.bson.TypeByte;
import java.util.BitSet;

/** A document whose fields have columns. The table itself is one too. */
final class GroupNode extends ColumnNode {

    private final FieldNames names;
    private final ColumnNode[] children;
    private final MappingRules rules;
    private final Rest rest;

    /** For each child the round in which its field came last. */
    private final long[] seen;

    private long round;
    private final NameCounts others = new NameCounts();
    private final BsonCursor probe = new BsonCursor();
    private final BitSet probed;

    GroupNode(
            FieldNames names,
            ColumnNode[] children,
            int parentDefinition,
            boolean nullable,
            MappingRules rules,
            Rest rest) {
        super(parentDefinition, nullable);
        this.names = names;
        this.children = children;
        this.rules = rules;
        this.rest = rest;
        seen = new long[children.length];
        probed = new BitSet(children.length);
    }

    @Override
    boolean fits(BsonCursor value) {
        return value.type() == TypeByte.DOCUMENT && (rules.levels() || hasValue(value));
    }

    /** Whether any column would get a value of this document, so that it can be told from null by its columns alone. */
    private boolean hasValue(BsonCursor value) {
        probe.openValue(value.type(), value.bytes(), value.valueOffset(), value.valueLength());
        probe.enter();
        probed.clear();
        int expected = 0;
        while (probe.next()) {
            int found = names.find(expected, probe);
            // Only the first of two fields of one name goes to the column.
            if (found >= 0 && !probed.get(found)) {
                expected = found + 1;
                probed.set(found);
                if (probe.type() != TypeByte.NULL && children[found].fits(probe)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    boolean take(BsonCursor value, int repetition) {
        if (!fits(value)) {
            return false;
        }
        value.enter();
        writeFields(value, repetition);
        value.leave();
        return true;
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
            if (rules.keepNulls() || cursor.type() != TypeByte.NULL) {
                rest.putField(cursor, occurrence);
            }
        }
        writeMissing(now, repetition);
    }

    private void writeChild(ColumnNode child, BsonCursor cursor, int repetition) {
        if (cursor.type() == TypeByte.NULL && !child.takesNull()) {
            child.writeNull(repetition, definition);
            if (rules.keepNulls()) {
                rest.putField(cursor, 1);
            }
        } else if (!take(child, cursor, repetition) && child.writeMismatch(repetition, definition)) {
            rest.putField(cursor, 1);
        }
    }

    private boolean take(ColumnNode child, BsonCursor cursor, int repetition) {
        if (child instanceof ScalarNode) {
            return child.take(cursor, repetition);
        }
        rest.path().enterField(cursor.nameOffset(), cursor.nameLength());
        boolean taken = child.take(cursor, repetition);
        rest.path().leave();
        return taken;
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
