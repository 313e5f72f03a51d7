package dev.millrace.sink.postgres.verify;

import dev.millrace.sink.postgres.table.PostgresColumn;
import dev.millrace.sink.postgres.table.PostgresTable;
import dev.millrace.sink.postgres.table.SqlText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows of one table in the form of PostgreSQL's record_send: what the server would send of a row that it was given by
 * COPY, and the hash of it. Both sides compute it, so that it need not travel. For use by one thread.
 *
 * <p>Source: record_send in PostgreSQL's src/backend/utils/adt/rowtypes.c: the number of fields; for each its type's
 * number, its length or -1 for null, and what the type's send function gives.
 */
final class RecordForm {

    private static final int NULL = -1;
    private static final int LENGTH_BYTES = 4;

    /** Of the 128 bits of the digest 60, so that the server's sum and ours are made of positive numbers. */
    private static final int SPARE_BITS = 4;

    private final List<FieldType> types;
    private final JsonbText json = new JsonbText();
    private final MessageDigest digest = md5();
    private final ByteText record = new ByteText();

    RecordForm(PostgresTable table) {
        types = types(table);
    }

    static List<FieldType> types(PostgresTable table) {
        return table.columns().stream()
                .map(column -> FieldType.of(column.sqlType()))
                .toList();
    }

    /** The SQL that gives a row of the table, known as `t`, as a record. */
    static String sql(PostgresTable table) {
        return table.columns().stream()
                .map(RecordForm::cast)
                .collect(Collectors.joining(", ", "record_send(ROW(", "))"));
    }

    /** The SQL that gives the hash of a row. */
    static String hashSql(PostgresTable table) {
        return "('x' || substr(md5(" + sql(table) + "), 1, 15))::bit(60)::bigint";
    }

    private static String cast(PostgresColumn column) {
        return "t." + SqlText.name(column.name()) + "::"
                + FieldType.of(column.sqlType()).sql();
    }

    /** Takes in the row of a binary COPY that starts at `offset`; returns where it ends. */
    int read(byte[] rows, int offset) {
        record.truncate(0);
        record.addInt32(types.size());
        int at = offset + 2;
        for (FieldType type : types) {
            int length = ByteText.int32(rows, at);
            at += LENGTH_BYTES;
            record.addInt32(type.oid());
            record.addInt32(length);
            if (length != NULL) {
                int start = record.length();
                type.addSent(rows, at, length, json, record);
                record.putInt32(start - LENGTH_BYTES, record.length() - start);
                at += length;
            }
        }
        return at;
    }

    /** The hash of the row that was read last; from 0 to 2^60 - 1. */
    long hash() {
        digest.update(record.bytes(), 0, record.length());
        return ByteText.int64(digest.digest(), 0) >>> SPARE_BITS;
    }

    /** The row that was read last, field by field. */
    SentRow row() {
        return SentRow.of(Arrays.copyOf(record.bytes(), record.length()), types);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
