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

    private final Map<T, Long> counts = new LinkedHashMap<>();
    private long all;
    private boolean many;

    void see(T value) {
        all++;
        if (!many) {
            counts.merge(value, 1L, Long::sum);
            if (counts.size() > MOST_DIFFERENT) {
                many = true;
                counts.clear();
            }
        }
    }

    /** The values that may be copied, with how often they occur; empty where values of this field may not. */
    Map<T, Long> common() {
        Map<T, Long> common = new LinkedHashMap<>();
        long covered = 0;
        for (Map.Entry<T, Long> entry : counts.entrySet()) {
            if (entry.getValue() >= Math.max(LEAST_DOCUMENTS, LEAST_SHARE * all)) {
                common.put(entry.getKey(), entry.getValue());
                covered += entry.getValue();
            }
        }
        return common.size() <= MOST_COPIED && covered >= LEAST_COVERED * all ? common : Map.of();
    }
}
