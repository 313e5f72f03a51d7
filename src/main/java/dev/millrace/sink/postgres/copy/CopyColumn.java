package dev.millrace.sink.postgres.copy;

import dev.millrace.bson.BinaryText;
import dev.millrace.bson.NulPolicy;
import dev.millrace.bson.Nuls;
import dev.millrace.bson.ShortCopy;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.schema.ColumnTarget;
import dev.millrace.sink.postgres.table.OnMismatch;

/**
 * One column of one table: writes its values in the formats of PostgreSQL's receive functions. One class for all of
 * them, so that calls to it are direct.
 */
final class CopyColumn implements ColumnTarget {

    /** 2000-01-01, from which timestamptz counts, in milliseconds since 1970. */
    private static final long EPOCH_MILLIS = 946_684_800_000L;

    private static final int JSONB_VERSION = 1;

    private final TableRows rows;
    private final int column;
    private final ColumnForm form;
    private final Nuls nuls;
    private final boolean key;
    private final ColumnPolicy policy;
    private final NumericForm numeric;

    /**
     * @param key   whether rows of child tables carry its value
     * @param scale of {@link ColumnForm#SCALED}, else 0
     */
    CopyColumn(TableRows rows, int column, ColumnForm form, Nuls nuls, boolean key, int scale, ColumnPolicy policy) {
        this.rows = rows;
        this.column = column;
        this.form = form;
        this.nuls = nuls;
        this.key = key;
        this.policy = policy;
        numeric = new NumericForm(scale);
    }

    @Override
    public void writeNull(int repetition, int definition) {
        DefaultValue standard = policy.defaultValue();
        if (standard != null) {
            standard.writeTo(rows, column);
        } else {
            refuseOrWriteNull();
        }
    }

    private void refuseOrWriteNull() {
        if (policy.refusedNull() != null) {
            throw new MillraceException(FailureKind.DATA, policy.refusedNull(), "");
        }
        rows.writeNull(column);
    }

    @Override
    public boolean writeMismatch(int repetition, int definition) {
        switch (policy.onMismatch()) {
            case REST, NULL -> refuseOrWriteNull();
            case DEFAULT -> writeNull(repetition, definition);
            case REJECT ->
                throw new MillraceException(
                        FailureKind.DATA, policy.mismatch() + ", and its `on-mismatch` is reject", "");
            case FAIL ->
                throw new MillraceException(
                        FailureKind.FAILED,
                        policy.mismatch() + ", and its `on-mismatch` is fail",
                        "give it another type, or another `on-mismatch`, in the file for `--columns`");
        }
        if (policy.onMismatch() == OnMismatch.REST) {
            return true;
        }
        policy.dropped().add();
        return false;
    }

    @Override
    public void writeBoolean(boolean value, int repetition) {
        rows.startValue(column, 1)[rows.position()] = (byte) (value ? 1 : 0);
        end(1);
    }

    @Override
    public void writeInt(int value, int repetition) {
        byte[] bytes = rows.startValue(column, 4);
        BigEndian.putInt32(bytes, rows.position(), value);
        end(4);
    }

    @Override
    public void writeLong(long value, int repetition) {
        byte[] bytes = rows.startValue(column, 8);
        BigEndian.putInt64(bytes, rows.position(), form == ColumnForm.DATE ? (value - EPOCH_MILLIS) * 1000 : value);
        end(8);
    }

    @Override
    public void writeDouble(double value, int repetition) {
        byte[] bytes = rows.startValue(column, 8);
        BigEndian.putInt64(bytes, rows.position(), Double.doubleToRawLongBits(value));
        end(8);
    }

    @Override
    public void writeBytes(byte[] source, int offset, int length, int repetition) {
        switch (form) {
            case TEXT -> text(source, offset, length);
            case JSON -> json(source, offset, length);
            case HEX -> hex(source, offset, length);
            case DECIMAL -> numeric(numeric.readText(source, offset, length));
            case SCALED -> numeric(numeric.readUnscaled(source, offset));
            case PLAIN, DATE -> plain(source, offset, length);
        }
    }

    private void end(int length) {
        rows.endValue(length);
        if (key) {
            rows.markKey(column);
        }
    }

    private void plain(byte[] source, int offset, int length) {
        byte[] bytes = rows.startValue(column, length);
        ShortCopy.copy(source, offset, bytes, rows.position(), length);
        end(length);
    }

    private void json(byte[] source, int offset, int length) {
        byte[] bytes = rows.startValue(column, length + 1);
        int at = rows.position();
        bytes[at] = JSONB_VERSION;
        System.arraycopy(source, offset, bytes, at + 1, length);
        end(length + 1);
    }

    private void hex(byte[] source, int offset, int length) {
        byte[] bytes = rows.startValue(column, 2 * length);
        BinaryText.hex(source, offset, length, bytes, rows.position());
        end(2 * length);
    }

    private void numeric(int length) {
        byte[] bytes = rows.startValue(column, length);
        numeric.write(bytes, rows.position());
        end(length);
    }

    private void text(byte[] source, int offset, int length) {
        int nul = ZeroByte.first(source, offset, offset + length);
        if (nul == offset + length) {
            plain(source, offset, length);
        } else if (nuls.policy() == NulPolicy.REJECT) {
            nuls.add(1);
            rows.writeNull(column);
        } else {
            textWithNul(source, offset, length);
        }
    }

    private void textWithNul(byte[] source, int offset, int length) {
        byte[] replacement = nuls.replacement();
        byte[] bytes = rows.startValue(column, Math.multiplyExact(length, Math.max(1, replacement.length)));
        int start = rows.position();
        int to = start;
        int end = offset + length;
        for (int at = offset; at < end; ) {
            int nul = ZeroByte.first(source, at, end);
            System.arraycopy(source, at, bytes, to, nul - at);
            to += nul - at;
            at = nul;
            if (at < end) {
                System.arraycopy(replacement, 0, bytes, to, replacement.length);
                to += replacement.length;
                at++;
                nuls.add(1);
            }
        }
        rows.endShorterValue(column, to - start);
        if (key) {
            rows.markKey(column);
        }
    }
}
