package dev.millrace.sink.mongo.verify;

import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.mongo.verify.CountCheck.Counts;
import dev.millrace.sink.verify.ToldDifferences;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What the chunks of one collection have found together. For use by one thread. */
final class CollectionFindings {

    private final ComparedCollection collection;
    private final ToldDifferences told;
    private final Tally tally = new Tally();
    private long equal;
    private long read;

    /** @param show differences that are told of */
    CollectionFindings(ComparedCollection collection, int show) {
        this.collection = collection;
        told = new ToldDifferences(show);
    }

    void add(WriteReceipt receipt) {
        ChunkFindings findings = ChunkFindings.fromBson(receipt.detail());
        tally.add(receipt.detail());
        equal += receipt.written();
        read += receipt.written() + receipt.rejected();
        told.add(findings.shown());
    }

    ComparedCollection collection() {
        return collection;
    }

    /** Documents of the source. */
    long read() {
        return read;
    }

    /** By how many documents the target has more, as far as the chunks know. */
    long surplus() {
        return tally.extra() - tally.missing();
    }

    /** Documents of the target that the source does not have. */
    long extra() {
        return tally.extra();
    }

    void tell(Consumer<String> notes) {
        notes.accept(String.format(
                Locale.ROOT,
                "%s: %,d of %,d documents equal those of %s, byte for byte",
                collection.namespace(),
                equal,
                read,
                collection.there()));
        if (collection.found().isEmpty() && equal == 0) {
            notes.accept("the target has no collection " + collection.there());
            return;
        }
        String counts = counts();
        if (!counts.isEmpty()) {
            notes.accept(collection.namespace() + ": " + counts);
        }
        told.tell(tally.all(), notes);
    }

    private String counts() {
        List<String> counts = new ArrayList<>();
        count(counts, tally.missing(), "missing in the target");
        count(counts, tally.different(), "different");
        count(counts, tally.extra(), "not in the source");
        count(counts, tally.copied(), "copied again");
        count(counts, tally.deleted(), "deleted in the target");
        count(counts, tally.passing(), "differed only while they were being changed");
        return counts.stream().collect(Collectors.joining(", "));
    }

    private static void count(List<String> counts, long documents, String what) {
        if (documents > 0) {
            counts.add(String.format(Locale.ROOT, "%,d %s", documents, what));
        }
    }

    /** Says what the counts of both sides have shown; gives how many documents of the target are too many. */
    long tell(Counts counts, Consumer<String> notes) {
        notes.accept(String.format(
                Locale.ROOT,
                "%s: %,d documents in the source, %,d in the target",
                collection.namespace(),
                counts.here(),
                counts.there()));
        if (counts.unexplained() > 0) {
            notes.accept(String.format(
                    Locale.ROOT,
                    "%s has %,d more, which no chunk has met: they are not in the source",
                    collection.there(),
                    counts.unexplained()));
        } else if (counts.unexplained() < 0) {
            notes.accept(String.format(
                    Locale.ROOT,
                    "%s has %,d fewer than were met a moment ago; run again to see which",
                    collection.there(),
                    -counts.unexplained()));
        }
        return Math.abs(counts.unexplained());
    }
}
