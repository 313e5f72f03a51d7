package dev.millrace.sink.postgres.copy;

import dev.millrace.schema.ArrayTarget;

/** The rows of a child table, one for each element of its array. */
final class ElementRows implements ArrayTarget {

    private final TableRows rows;
    private final TableRows parent;
    private final int parentKeyColumns;

    ElementRows(TableRows rows, TableRows parent, int parentKeyColumns) {
        this.rows = rows;
        this.parent = parent;
        this.parentKeyColumns = parentKeyColumns;
    }

    @Override
    public void startElement(int index) {
        rows.startElement(parent, parentKeyColumns, index);
    }

    @Override
    public void endElement() {
        rows.endRow();
    }
}
