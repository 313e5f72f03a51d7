package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.NulPolicy;
import dev.millrace.bson.Nuls;
import dev.millrace.bson.TypeByte;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.List;

/**
 * Pours documents into columns, straight from their bytes: each document becomes one row, whole or not at all. For use by
 * one thread.
 */
public final class RowMapper {

    private final TableSchema schema;
    private final GroupNode table;
    private final Rest rest;
    private final ValueCount widened;
    private final Nuls nuls;
    private final RequiredFields required;
    private final BsonCursor cursor = new BsonCursor();
    private long rows;

    /**
     * @param targets one for each scalar column in the schema's order (documents and arrays are entered where they
     *                stand), then one for {@code _rest}
     */
    public RowMapper(TableSchema schema, MappingRules rules, List<? extends ColumnTarget> targets) {
        this(schema, rules, new Nuls(NulPolicy.KEEP), targets, List.of());
    }

    /**
     * @param nuls   what becomes of NUL characters in JSON; those in columns of strings are for the targets to see to
     * @param arrays one for each array in the schema's order, or none
     */
    public RowMapper(
            TableSchema schema,
            MappingRules rules,
            Nuls nuls,
            List<? extends ColumnTarget> targets,
            List<? extends ArrayTarget> arrays) {
        if (targets.size() != schema.leaves() + 1) {
            throw new IllegalArgumentException(
                    schema.leaves() + " columns and _rest need as many targets, not " + targets.size());
        }
        this.schema = schema;
        this.nuls = nuls;
        ColumnTree tree = new ColumnTree(rules, nuls, targets, arrays);
        table = tree.build(schema);
        rest = tree.rest();
        widened = tree.widened();
        required = new RequiredFields(schema, table);
    }

    /**
     * Writes one document to every target.
     *
     * @throws MillraceException of kind DATA, with nothing written, where it is not BSON or lacks a column that is not
     *                           nullable; the document is then to be rejected
     */
    public void write(byte[] bytes, int offset, int length) {
        requireBson(bytes, offset, length);
        requireColumns(bytes, offset, length);
        try {
            cursor.open(bytes, offset, length);
            table.writeFields(cursor, 0);
            rest.flush();
        } catch (MillraceException e) {
            // Some columns have the row and others do not: rejecting the document is no longer possible.
            throw new IllegalStateException("a document that was checked broke off on its way into columns", e);
        }
        rows++;
    }

    /**
     * Writes one document to targets that can take half a row back, without looking at it first. Which columns must not be
     * null is theirs to check too, and they may refuse the document by an exception.
     *
     * @throws MillraceException of kind DATA where the document is not BSON, or what a target throws; part of the row may
     *                           then have been written, and nothing of it is counted
     */
    public void pour(byte[] bytes, int offset, int length) {
        long widenedBefore = widened.value();
        long restBefore = rest.values();
        long nulsBefore = nuls.found();
        boolean whole = false;
        try {
            cursor.open(bytes, offset, length);
            table.writeFields(cursor, 0);
            rest.flush();
            if (nuls.policy() == NulPolicy.REJECT && nuls.found() != nulsBefore) {
                throw new MillraceException(
                        FailureKind.DATA,
                        "a text has a NUL character, which the target cannot store",
                        "choose to have it removed or replaced, or correct it at its source");
            }
            whole = true;
        } finally {
            if (!whole) {
                widened.reset(widenedBefore);
                nuls.reset(nulsBefore);
                rest.drop(restBefore);
            }
        }
        rows++;
    }

    public RowCounts counts() {
        return new RowCounts(rows, widened.value(), rest.values());
    }

    /** Looks at all there is first, as half a row cannot be taken back. */
    private void requireBson(byte[] bytes, int offset, int length) {
        cursor.open(bytes, offset, length);
        while (cursor.depth() > 0) {
            if (!cursor.next()) {
                cursor.leave();
                continue;
            }
            switch (cursor.type()) {
                case TypeByte.DOCUMENT, TypeByte.ARRAY, TypeByte.CODE_WITH_SCOPE -> cursor.enter();
                default -> {}
            }
        }
    }

    private void requireColumns(byte[] bytes, int offset, int length) {
        if (required.isEmpty()) {
            return;
        }
        cursor.open(bytes, offset, length);
        int missing = required.firstMissing(cursor);
        if (missing >= 0) {
            throw new MillraceException(
                    FailureKind.DATA,
                    "no value for the column '" + schema.columns().get(missing).name() + "', which is not nullable",
                    "make it nullable in the schema file, or correct the document at its source");
        }
    }
}
