package dev.millrace.schema;

/**
 * One column of a table, or one field of a column that holds documents.
 *
 * @param name     what the column is called in the target; any text, as adapters say what they can take
 * @param field    the field of the document that it holds; a BSON field name, so without NUL
 * @param nullable false where a document without a value for it is rejected; only for top-level columns
 */
public record Column(String name, String field, ColumnType type, boolean nullable) {

    public Column {
        if (field.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a field name cannot hold a NUL character");
        }
    }

    /** A column named as its field, which may be null. */
    public static Column of(String field, ColumnType type) {
        return new Column(field, field, type, true);
    }
}
