package dev.millrace.job;

import java.time.Duration;

/**
 * What a change workload has done so far, or in the end.
 *
 * @param inserted     documents, as are the next two
 * @param thereAlready inserts whose document was there: somebody else's, or of an earlier workload
 * @param notFound     updates and deletes whose document was not there
 * @param refused      operations that the target refused for what they are
 * @param last         number of the last operation; the next workload may start behind it
 */
public record ChangeSummary(
        End end,
        long inserted,
        long updated,
        long deleted,
        long thereAlready,
        long notFound,
        long refused,
        long last,
        Duration took) {

    /** How it came to its end. */
    public enum End {
        /** It goes on. */
        NONE,
        /** Every operation of its time was made, or its time was over. */
        DONE,
        /** It was stopped before that. */
        STOPPED
    }

    /** Operations that were carried out. */
    public long done() {
        return inserted + updated + deleted;
    }

    /** Operations carried out a second. */
    public double rate() {
        return took.isZero() ? 0 : done() / (took.toNanos() / 1e9);
    }
}
