package dev.millrace.sink.postgres.verify;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.postgres.table.SqlText;
import dev.millrace.sink.verify.ToldDifferences;
import java.util.Locale;
import java.util.function.Consumer;

/** What the chunks of one collection have found together. For use by one thread. */
final class CollectionFindings {

    private final ComparedCollection collection;
    private final long[] rows;
    private final ToldDifferences told;
    private long equal;
    private long different;

    /** @param show differences that are told of */
    CollectionFindings(ComparedCollection collection, int show) {
        this.collection = collection;
        told = new ToldDifferences(show);
        rows = new long[collection.tables().size()];
    }

    void add(WriteReceipt receipt) {
        ChunkFindings findings = ChunkFindings.fromBson(receipt.detail());
        if (!findings.load().equals(collection.load().run()) || findings.rows().size() != rows.length) {
            throw new MillraceException(
                    FailureKind.CONFLICT,
                    collection.namespace() + " was loaded anew while it was verified, by the run "
                            + collection.load().run(),
                    "begin anew with --restart");
        }
        equal += receipt.written();
        different += receipt.rejected();
        for (int table = 0; table < rows.length; table++) {
            rows[table] += findings.rows().get(table);
        }
        told.add(findings.shown());
    }

    /**
     * Says what was found.
     *
     * @param complete whether every document of the collection was read
     * @return rows that belong to no document
     */
    long conclude(boolean complete, Consumer<String> notes) {
        notes.accept(summary());
        told.tell(different, notes);
        if (!collection.load().finished()) {
            notes.accept("the run " + collection.load().run() + ", which loads " + collection.tableName()
                    + ", is not finished");
        }
        if (!complete) {
            notes.accept("only some documents were read: rows that belong to no document were not looked for");
            return 0;
        }
        if (!collection.load().made()) {
            notes.accept(collection.tableName() + " had rows before " + collection.namespace()
                    + " was loaded: rows that belong to no document were not looked for");
            return 0;
        }
        return unmatched(notes);
    }

    private String summary() {
        return String.format(
                Locale.ROOT,
                "%s: %,d of %,d documents equal their rows in %s, by count and hash of every value",
                collection.namespace(),
                equal,
                equal + different,
                collection.tableName());
    }

    private long unmatched(Consumer<String> notes) {
        long all = 0;
        for (int table = 0; table < rows.length; table++) {
            TableHashes target = collection.tables().get(table);
            long unmatched = target.count() - rows[table];
            if (unmatched > 0) {
                all += unmatched;
                notes.accept(String.format(
                        Locale.ROOT,
                        "%s has %,d %s to no document of %s",
                        SqlText.name(target.table()),
                        unmatched,
                        unmatched == 1 ? "row that belongs" : "rows that belong",
                        collection.namespace()));
            }
        }
        return all;
    }
}
