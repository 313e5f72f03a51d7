package dev.millrace.sink.mongo.verify;

import dev.millrace.model.MillraceException;
import java.time.Duration;

/**
 * What the user decides about a comparison.
 *
 * @param complete   whether the run reads every document, so that the counts of both sides must agree
 * @param byRange    whether the chunks of the source are ranges that the target can read, too
 * @param metadata   whether indexes and options of the collections are compared
 * @param show       differences whose fields are named
 * @param showValues whether their values are shown too
 * @param rechecks   how often documents that differ are looked at again before they count, after a pause each time
 * @param pause      before the first of them; the next are twice as long each
 */
public record ComparisonOptions(
        boolean complete,
        boolean byRange,
        boolean metadata,
        int show,
        boolean showValues,
        int rechecks,
        Duration pause,
        Repair repair) {

    private static final int MOST_RECHECKS = 20;

    public ComparisonOptions {
        if (rechecks < 0 || rechecks > MOST_RECHECKS) {
            throw MillraceException.usage(
                    "--recheck: " + rechecks + " is not possible", "give a number from 0 to " + MOST_RECHECKS);
        }
    }

    /** The same for a source that cannot change. */
    ComparisonOptions ofUnchanging() {
        return new ComparisonOptions(complete, byRange, metadata, show, showValues, 0, pause, repair);
    }

    /** How long to wait before this recheck, the first being 1. */
    Duration pauseBefore(int recheck) {
        return pause.multipliedBy(1L << (recheck - 1));
    }
}
