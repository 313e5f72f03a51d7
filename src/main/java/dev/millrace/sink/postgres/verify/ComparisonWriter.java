package dev.millrace.sink.postgres.verify;

import dev.millrace.model.DocumentBatch;
import dev.millrace.model.RejectedDocument;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.RejectFile;
import dev.millrace.sink.Rejection;
import dev.millrace.sink.postgres.copy.CopyEncoder;
import dev.millrace.sink.postgres.copy.EncodedBatch;
import dev.millrace.sink.postgres.verify.TableHashes.Sum;
import dev.millrace.sink.verify.ShownDifferences;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Compares the documents of one chunk with their rows instead of writing them. The server is asked for one sum a batch
 * and table; only where that differs does it tell the rows apart.
 */
final class ComparisonWriter implements ChunkWriter {

    private final ComparedCollection collection;
    private final CopyEncoder encoder;
    private final EncodedRows rows;
    private final RejectFile differences;
    private final boolean showValues;
    private final ShownDifferences shown;
    private final long[] found;
    private int[] places = new int[1024];
    private long documents;
    private long sourceBytes;
    private long targetBytes;
    private long hash;

    /** @param toShow how many more differences are looked at closely, of all chunks together */
    ComparisonWriter(ComparedCollection collection, RejectFile differences, AtomicInteger toShow, boolean showValues) {
        this.collection = collection;
        this.differences = differences;
        shown = new ShownDifferences(toShow, collection.namespace());
        this.showValues = showValues;
        encoder = collection.encoder();
        rows = new EncodedRows(encoder.batch(), collection.layout().tables());
        found = new long[collection.tables().size()];
    }

    @Override
    public void write(DocumentBatch batch) {
        documents += batch.size();
        sourceBytes += batch.byteCount();
        encode(batch);
        EncodedBatch encoded = encoder.batch();
        if (encoded.documents() > 0) {
            targetBytes += encoded.byteCount();
            compare(batch, rows.ids());
        }
        encoded.clear();
    }

    private void encode(DocumentBatch batch) {
        if (places.length < batch.size()) {
            places = new int[batch.size()];
        }
        for (int i = 0; i < batch.size(); i++) {
            String reason = encoder.encode(batch.bytes(), batch.offset(i), batch.length(i));
            if (reason == null) {
                places[encoder.batch().documents() - 1] = i;
            } else {
                differs(Rejection.of(batch, i, "has no row, as it was rejected: " + reason));
            }
        }
    }

    private void compare(DocumentBatch batch, String[] ids) {
        BitSet different = new BitSet();
        BitSet missing = new BitSet();
        for (int table = 0; table < found.length; table++) {
            List<Sum> expected = rows.each(table);
            long sum = expected.stream().mapToLong(Sum::hash).sum();
            long count = expected.stream().mapToLong(Sum::rows).sum();
            TableHashes target = collection.tables().get(table);
            Sum actual = target.sum(ids);
            hash += sum;
            found[table] += actual.rows();
            if (actual.rows() != count || actual.hash() != sum) {
                List<Sum> each = target.each(ids);
                for (int document = 0; document < ids.length; document++) {
                    different.set(
                            document,
                            different.get(document) || !each.get(document).equals(expected.get(document)));
                    if (table == 0) {
                        missing.set(document, each.get(document).rows() == 0);
                    }
                }
            }
        }
        different.stream()
                .forEach(document -> differs(Rejection.of(
                        batch, places[document], missing.get(document) ? "has no row" : reason(document, ids))));
    }

    private String reason(int document, String[] ids) {
        if (!shown.isWanted()) {
            return "differs";
        }
        FieldDifferences fields = new FieldDifferences(showValues);
        for (int table = 0; table < found.length; table++) {
            TableHashes target = collection.tables().get(table);
            fields.add(target.table(), rows.rows(table, document), target.rows(ids[document]));
        }
        return fields.text().isEmpty() ? "differed a moment ago, and does no longer" : fields.text();
    }

    private void differs(RejectedDocument difference) {
        differences.reject(difference);
        shown.add(difference);
    }

    @Override
    public WriteReceipt commit() {
        differences.commit();
        ChunkFindings findings = new ChunkFindings(
                collection.load().run(), Arrays.stream(found).boxed().toList(), hash, shown.lines());
        return new WriteReceipt(
                documents - differences.count(), differences.count(), sourceBytes, targetBytes, findings.toBson());
    }

    @Override
    public void close() {
        differences.close();
    }
}
