package dev.millrace.state;

import java.util.Set;
import org.bson.BsonTimestamp;

/**
 * Ids of events that were published at about the same time. Times are those of {@link #time}.
 *
 * @param oldest time of the first of the events, in the order of the cluster
 * @param newest time of the last; at most {@link #LONGEST} later
 * @param ids    16 bytes each in Base64 (RFC 4648, section 5, without padding), {@link #MOST} of them at most
 */
public record IdPage(long oldest, long newest, Set<String> ids) {

    public static final int MOST = 5_000;

    /** A minute. */
    public static final long LONGEST = 60L << 20;

    private static final int INCREMENT_BITS = 20;

    public IdPage {
        ids = Set.copyOf(ids);
        if (newest < oldest || newest - oldest > LONGEST || ids.size() > MOST) {
            throw new IllegalArgumentException(ids.size() + " ids from " + oldest + " to " + newest);
        }
    }

    /**
     * A cluster time as one number that keeps the order and that every store can hold, as a `double` too: 32 bits of
     * seconds and 20 of the increment, which stops at its largest value.
     */
    public static long time(BsonTimestamp clusterTime) {
        long most = (1L << INCREMENT_BITS) - 1;
        return Integer.toUnsignedLong(clusterTime.getTime()) << INCREMENT_BITS
                | Math.min(most, Integer.toUnsignedLong(clusterTime.getInc()));
    }
}
