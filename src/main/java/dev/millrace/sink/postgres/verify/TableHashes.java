package dev.millrace.sink.postgres.verify;

import dev.millrace.sink.postgres.PostgresClient;
import dev.millrace.sink.postgres.table.PostgresTable;
import dev.millrace.sink.postgres.table.SqlText;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Asks the server for the rows of one table that belong to given documents: how many there are, and the sum of their
 * hashes, which does not depend on their order. Safe for use by many threads.
 */
final class TableHashes {

    /** Sums are taken modulo 2^64, as longs add. */
    private static final String MODULUS = " % 18446744073709551616";

    private final PostgresClient client;
    private final Duration patience;
    private final PostgresTable table;
    private final List<FieldType> types;
    private final String sumSql;
    private final String eachSql;
    private final String rowsSql;
    private final String countSql;

    /** The first column is the `_id` of the document that a row belongs to, in child tables too. */
    TableHashes(PostgresClient client, Duration patience, PostgresTable table) {
        this.client = client;
        this.patience = patience;
        this.table = table;
        types = RecordForm.types(table);
        String from = SqlText.name(table) + " t";
        String id = "t." + SqlText.name(table.columns().getFirst().name());
        String type = types.getFirst().sql();
        String ids = "$1::text[]::" + type + "[]";
        String hash = RecordForm.hashSql(table);
        sumSql = "SELECT count(*), (coalesce(sum(" + hash + "), 0)" + MODULUS + ")::text FROM " + from + " WHERE " + id
                + " = ANY (" + ids + ")";
        eachSql = "SELECT k.place::int, count(" + id + "), (coalesce(sum(" + hash + ") FILTER (WHERE " + id
                + " IS NOT NULL), 0)" + MODULUS + ")::text FROM unnest(" + ids
                + ") WITH ORDINALITY AS k(id, place) LEFT JOIN " + from + " ON " + id + " = k.id GROUP BY k.place";
        rowsSql = "SELECT " + RecordForm.sql(table) + " FROM " + from + " WHERE " + id + " = $1::text::" + type
                + " ORDER BY " + SqlText.names(table.key());
        countSql = "SELECT count(*) FROM " + from;
    }

    /** @param hash modulo 2^64 */
    record Sum(long rows, long hash) {

        static final Sum NONE = new Sum(0, 0);

        Sum plus(long moreHash) {
            return new Sum(rows + 1, hash + moreHash);
        }
    }

    PostgresTable table() {
        return table;
    }

    List<FieldType> types() {
        return types;
    }

    /** Of the rows of all these documents together. */
    Sum sum(String[] ids) {
        return sum(query(sumSql, (Object) ids).iterator().next(), 0);
    }

    /** Of the rows of each of these documents, in their order. */
    List<Sum> each(String[] ids) {
        Sum[] sums = new Sum[ids.length];
        Arrays.fill(sums, Sum.NONE);
        for (Row row : query(eachSql, (Object) ids)) {
            sums[row.getInteger(0) - 1] = sum(row, 1);
        }
        return List.of(sums);
    }

    /** The rows of one document, in the order of their key. */
    List<SentRow> rows(String id) {
        List<SentRow> rows = new ArrayList<>();
        for (Row row : query(rowsSql, id)) {
            Buffer record = row.getBuffer(0);
            rows.add(SentRow.of(record.getBytes(), types));
        }
        return rows;
    }

    /** All rows of the table. */
    long count() {
        return query(countSql).iterator().next().getLong(0);
    }

    private static Sum sum(Row row, int from) {
        return new Sum(row.getLong(from), Long.parseUnsignedLong(row.getString(from + 1)));
    }

    private RowSet<Row> query(String sql, Object... parameters) {
        return client.query("compare " + SqlText.name(table), patience, sql, parameters);
    }
}
