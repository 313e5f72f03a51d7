package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;

/** One node of the tree of columns that a document is poured through. */
abstract sealed class ColumnNode permits GroupNode, ListNode, ScalarNode {

    /** How much of the path is there when a value of this node is. */
    final int definition;

    /** @param definition of this node's parent */
    ColumnNode(int definition, boolean nullable) {
        this.definition = definition + (nullable ? 1 : 0);
    }

    /** Whether {@link #take} would take the value that the cursor stands on; null is never asked for. */
    abstract boolean fits(BsonCursor value);

    /** Writes that a value does not fit; whether the value goes to {@code _rest}. */
    boolean writeMismatch(int repetition, int definition) {
        writeNull(repetition, definition);
        return true;
    }

    /** Whether null is a value like others here. */
    boolean takesNull() {
        return false;
    }

    /** Writes the value if it fits, and leaves the cursor behind or at it; whether it did. Null is never given. */
    abstract boolean take(BsonCursor value, int repetition);

    /** Writes that there is nothing here, with as much of the path as `definition` says. */
    abstract void writeNull(int repetition, int definition);
}
