package dev.millrace.sink.mongo.verify;

import dev.millrace.mongo.Retries;

/**
 * Compares how many documents both sides say they have with what the chunks found: it sees what no chunk covers, such as
 * documents of the target that a dump does not know.
 */
final class CountCheck {

    private final ComparedSide source;
    private final ComparedSide target;
    private final ComparisonOptions options;

    CountCheck(ComparedSide source, ComparedSide target, ComparisonOptions options) {
        this.source = source;
        this.target = target;
        this.options = options;
    }

    /**
     * How many documents both sides have.
     *
     * @param unexplained of the target that are more than the chunks found, or, below 0, fewer
     */
    record Counts(long here, long there, long unexplained) {

        static Counts of(long here, long there, long explained) {
            return new Counts(here, there, there - here - explained);
        }
    }

    /**
     * Asks what servers know without looking, and lets them count only where that does not fit.
     *
     * @param explained by how many documents the target should have more than the source
     */
    Counts check(ComparedCollection collection, long explained) {
        Counts counts =
                Counts.of(source.estimate(collection.namespace()), target.estimate(collection.there()), explained);
        for (int pass = 0; counts.unexplained() != 0 && pass <= options.rechecks(); pass++) {
            if (pass > 0) {
                Retries.pause(options.pauseBefore(pass));
            }
            counts = Counts.of(source.count(collection.source()), counted(collection), explained);
        }
        return counts;
    }

    /** The same for a source that has told all its documents. */
    static Counts check(long read, ComparedSide target, ComparedCollection collection, long explained) {
        Counts counts = Counts.of(read, target.estimate(collection.there()), explained);
        return counts.unexplained() == 0 ? counts : Counts.of(read, counted(target, collection), explained);
    }

    private long counted(ComparedCollection collection) {
        return counted(target, collection);
    }

    private static long counted(ComparedSide target, ComparedCollection collection) {
        return collection.found().map(target::count).orElse(0L);
    }
}
