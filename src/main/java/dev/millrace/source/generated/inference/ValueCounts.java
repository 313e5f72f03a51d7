package dev.millrace.source.generated.inference;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the different values of a field, as long as they are few. A value may be copied into a definition only when it
 * tells nothing about a single document: when the field has few values, and many documents have each of them.
 *
 * @param <T> kind of value
 */
final class ValueCounts<T> {

    /** More different values than these are no small set. */
    static final int MOST_DIFFERENT = 24;

    static final int MOST_COPIED = 12;

    /** How many documents of the sample must have a value. */
    static final int LEAST_DOCUMENTS = 20;

    private static final double LEAST_SHARE = 0.01;

    /** What the copied values must have in common of all. */
    private static final double LEAST_COVERED = 0.95;

    private final Map<T, Seen> counts = new LinkedHashMap<>();
    private long all;
    private boolean many;

    /** How often a value was seen, and in how many documents: one may hold it many times, in an array. */
    private static final class Seen {
        private long times;
        private long documents;
        private long lastDocument = -1;
    }

    /** @param document number of the document in the sample */
    void see(T value, long document) {
        all++;
        if (many) {
            return;
        }
        Seen seen = counts.computeIfAbsent(value, ignored -> new Seen());
        seen.times++;
        if (seen.lastDocument != document) {
            seen.documents++;
            seen.lastDocument = document;
        }
        if (counts.size() > MOST_DIFFERENT) {
            many = true;
            counts.clear();
        }
    }

    /** The values that may be copied, with how often they occur; empty where values of this field may not. */
    Map<T, Long> common() {
        Map<T, Long> common = new LinkedHashMap<>();
        long covered = 0;
        for (Map.Entry<T, Seen> entry : counts.entrySet()) {
            Seen seen = entry.getValue();
            if (seen.documents >= LEAST_DOCUMENTS && seen.times >= LEAST_SHARE * all) {
                common.put(entry.getKey(), seen.times);
                covered += seen.times;
            }
        }
        return common.size() <= MOST_COPIED && covered >= LEAST_COVERED * all ? common : Map.of();
    }
}
