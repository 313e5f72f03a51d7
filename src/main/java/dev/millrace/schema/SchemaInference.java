package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the columns for documents from a sample of them. Columns come in the order in which their fields were first
 * seen, {@code _id} first; the same sample in the same order always gives the same schema.
 *
 * <p>A field's type is the narrowest that holds all its values without loss, by the lattice int32 → int64 → double or
 * decimal where exact; anything else that is mixed is json. Null and missing go with every type; a field that was always
 * null is json, as nothing is known of it. Documents with data as field names, and what is nested deeper than
 * {@link TableSchema#MAX_DEPTH}, are json too. For use by one thread.
 */
public final class SchemaInference {

    private final ObservedFields root;
    private final int maxColumns;
    private final BsonCursor cursor = new BsonCursor();
    private long documents;
    private long skipped;

    public SchemaInference(InferenceRules rules) {
        maxColumns = rules.maxColumns();
        root = new ObservedFields(rules, 0);
    }

    /** Looks at every document of the batch and keeps nothing of it but names and types. */
    public void add(DocumentBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            add(batch.bytes(), batch.offset(i), batch.length(i));
        }
    }

    /** Looks at one document. One that is not BSON is counted in {@link #skipped}: its writer is to reject it. */
    public void add(byte[] bytes, int offset, int length) {
        documents++;
        try {
            cursor.open(bytes, offset, length);
            root.add(cursor);
        } catch (MillraceException e) {
            if (e.kind() != FailureKind.DATA) {
                throw e;
            }
            skipped++;
        }
    }

    /** Documents looked at, those skipped among them. */
    public long documents() {
        return documents;
    }

    public long skipped() {
        return skipped;
    }

    /** The columns for what was seen so far. An empty sample gives `_id` as json alone: all else is then in `_rest`. */
    public TableSchema schema() {
        List<Column> columns = new ArrayList<>(root.columns());
        columns.removeIf(column -> column.name().equals(TableSchema.REST));
        int id = indexOfId(columns);
        Column key = id < 0 ? Column.of("_id", ColumnType.Scalar.JSON) : columns.remove(id);
        // One document of a collection may have null as its _id; only json can tell that from none.
        columns.addFirst(root.sawNull("_id") ? Column.of("_id", ColumnType.Scalar.JSON) : key);
        return new TableSchema(new ColumnLimit(maxColumns).apply(columns));
    }

    private static int indexOfId(List<Column> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).field().equals("_id")) {
                return i;
            }
        }
        return -1;
    }
}
