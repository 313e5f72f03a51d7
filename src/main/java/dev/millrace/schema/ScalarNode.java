package dev.millrace.schema;

/** One scalar column. */
abstract non-sealed class ScalarNode extends ColumnNode {

    final ColumnTarget target;

    ScalarNode(int parentDefinition, boolean nullable, ColumnTarget target) {
        super(parentDefinition, nullable);
        this.target = target;
    }

    @Override
    final boolean writeMismatch(int repetition, int definition) {
        return target.writeMismatch(repetition, definition);
    }

    @Override
    final void writeNull(int repetition, int definition) {
        target.writeNull(repetition, definition);
    }
}
