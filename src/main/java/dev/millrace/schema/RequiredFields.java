package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.TypeByte;
import java.util.BitSet;
import java.util.List;

/** Checks that a document has a fitting value for each column that is not nullable. */
final class RequiredFields {

    private final GroupNode table;
    private final BitSet required = new BitSet();
    private final BitSet missing = new BitSet();
    private final BitSet unseen = new BitSet();

    RequiredFields(TableSchema schema, GroupNode table) {
        this.table = table;
        List<Column> columns = schema.columns();
        for (int i = 0; i < columns.size(); i++) {
            required.set(i, !columns.get(i).nullable());
        }
    }

    boolean isEmpty() {
        return required.isEmpty();
    }

    /** The first column that would be null, or -1. The cursor stands in front of the document's first field. */
    int firstMissing(BsonCursor cursor) {
        missing.clear();
        missing.or(required);
        unseen.clear();
        unseen.or(required);
        while (cursor.next()) {
            int column = table.find(cursor);
            // Only the first of two fields of one name goes to the column.
            if (column >= 0 && unseen.get(column)) {
                unseen.clear(column);
                missing.set(
                        column,
                        cursor.type() == TypeByte.NULL || !table.child(column).fits(cursor));
            }
        }
        return missing.nextSetBit(0);
    }
}
