package dev.millrace.sink.postgres.verify;

import dev.millrace.sink.postgres.copy.EncodedBatch;
import dev.millrace.sink.postgres.table.PostgresTable;
import dev.millrace.sink.postgres.verify.TableHashes.Sum;
import java.util.ArrayList;
import java.util.List;

/** What the rows of a batch's documents would be at the server, were they copied. For use by one thread. */
final class EncodedRows {

    /** Number of fields, and the length of the first. */
    private static final int ROW_HEADER = 2;

    private static final int FIELD_HEADER = 4;

    private final EncodedBatch batch;
    private final List<RecordForm> forms = new ArrayList<>();
    private final FieldType idType;

    EncodedRows(EncodedBatch batch, List<PostgresTable> tables) {
        this.batch = batch;
        tables.forEach(table -> forms.add(new RecordForm(table)));
        idType = FieldType.of(tables.getFirst().columns().getFirst().sqlType());
    }

    /** The `_id` of each document, as text that the server can cast to the column's type. */
    String[] ids() {
        String[] ids = new String[batch.documents()];
        for (int document = 0; document < ids.length; document++) {
            ids[document] = id(document);
        }
        return ids;
    }

    String id(int document) {
        byte[] rows = batch.bytes(0);
        int at = batch.start(0, document) + ROW_HEADER;
        return idType.text(rows, at + FIELD_HEADER, ByteText.int32(rows, at));
    }

    /** The rows of one table for each document, and their hashes added up. */
    List<Sum> each(int table) {
        RecordForm form = forms.get(table);
        List<Sum> sums = new ArrayList<>(batch.documents());
        for (int document = 0; document < batch.documents(); document++) {
            Sum sum = Sum.NONE;
            int end = batch.end(table, document);
            for (int at = batch.start(table, document); at < end; ) {
                at = form.read(batch.bytes(table), at);
                sum = sum.plus(form.hash());
            }
            sums.add(sum);
        }
        return sums;
    }

    /** The rows of one document in one table. */
    List<SentRow> rows(int table, int document) {
        List<SentRow> rows = new ArrayList<>();
        int end = batch.end(table, document);
        for (int at = batch.start(table, document); at < end; ) {
            at = forms.get(table).read(batch.bytes(table), at);
            rows.add(forms.get(table).row());
        }
        return rows;
    }
}
