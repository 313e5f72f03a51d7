package dev.millrace.schema;

import java.util.List;
import org.bson.BsonDocument;

/**
 * The columns that the documents of one collection are written into, the same for each chunk and worker of a run.
 *
 * <p>A document becomes one row: its columns, and one more column {@link #REST} of JSON that takes whatever has no
 * column or does not fit it (see {@link RestPath} for how). Columns and {@code _rest} together give the document back,
 * value for value. A value fits a column so:
 *
 * <table>
 * <caption>What fits</caption>
 * <tr><td>double</td><td>double; int32; int64 that a double holds exactly</td></tr>
 * <tr><td>int32</td><td>int32</td></tr>
 * <tr><td>int64</td><td>int64; int32</td></tr>
 * <tr><td>bool, objectId</td><td>the BSON type of that name</td></tr>
 * <tr><td>date</td><td>every BSON date, in milliseconds since 1970, UTC</td></tr>
 * <tr><td>string</td><td>a string of valid UTF-8</td></tr>
 * <tr><td>decimal</td><td>decimal128 as its text ("1.50", "NaN", "1.5E+6111"); int32 and int64</td></tr>
 * <tr><td>decimal(p,s)</td><td>decimal128, int32 and int64 that need no rounding and no more digits; no -0, NaN,
 *     infinity</td></tr>
 * <tr><td>binary</td><td>binary of the column's subtype</td></tr>
 * <tr><td>uuid</td><td>binary of subtype 4 and 16 bytes</td></tr>
 * <tr><td>document</td><td>a document; fields without a column go to {@code _rest}</td></tr>
 * <tr><td>array</td><td>an array; an element that does not fit is null there and goes to {@code _rest}</td></tr>
 * <tr><td>json</td><td>any value, as Extended JSON (canonical, or relaxed where the target has it so), unless reading
 *     that text would give another value (see {@link dev.millrace.bson.FaithfulJson})</td></tr>
 * </table>
 *
 * <p><b>Declared widenings.</b> An integer in a column of int64, double or decimal, and a decimal128 in decimal(p,s)
 * with another exponent (1.5 in scale 2 is 1.50), come back as the column's type with the same numeric value; they are
 * counted ({@link RowCounts#widened}). Null and missing are both null, unless nulls are kept: then {@code _rest} names the
 * fields that are null. A null element of an array is kept always. <b>Not kept</b> are the order of a document's fields
 * (columns have an order of their own) and the payload of a NaN.
 *
 * @param columns top-level columns in their order, {@code _id} first where inferred
 */
public record TableSchema(List<Column> columns) {

    /** Name of the column that takes what fits no other. */
    public static final String REST = "_rest";

    /** How deep documents and arrays may be nested in columns; deeper ones are json. */
    public static final int MAX_DEPTH = 20;

    public TableSchema {
        columns = List.copyOf(columns);
        if (columns.stream().anyMatch(column -> column.name().equals(REST))) {
            throw new IllegalArgumentException(
                    REST + " is the name of the column for what fits no other; name this one otherwise");
        }
        ColumnType.Group table = new ColumnType.Group(columns);
        // The table itself is the group's first level.
        if (table.depth() - 1 > MAX_DEPTH) {
            throw new IllegalArgumentException("columns may be nested " + MAX_DEPTH + " levels deep, these are "
                    + (table.depth() - 1) + "; make the innermost json");
        }
    }

    /** Number of scalar columns, without {@link #REST}. */
    public int leaves() {
        return new ColumnType.Group(columns).leaves();
    }

    /** The schema as it is stored with a plan; {@link #fromBson} reads it. The same form as a schema file. */
    public BsonDocument toBson() {
        return SchemaForm.write(this);
    }

    /** Reads {@link #toBson}'s form; an error names the place in it. */
    public static TableSchema fromBson(BsonDocument form) {
        return new SchemaForm("schema").read(form);
    }
}
